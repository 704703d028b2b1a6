package io.alignstream.deploy.world;

import io.alignstream.deploy.world.Hypothesis.Label;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers everything that is asked about a scene from the words alone and from what is seen: an
 * exact program, not a model. On the true things it is always right; on what a detector saw it is
 * the ceiling of whatever reads texts over the same detections. Where no thing has all the words
 * that a text takes for granted, it takes the one that has most of them.
 *
 * @param things what is seen, best first
 */
public record ExactReader(List<Seen> things) {
  private static final String PLACE =
      Stream.of(Relation.values())
          .map(Relation::words)
          .collect(Collectors.joining("|", " (", ") the "));
  private static final Pattern WHAT = Pattern.compile("what (color|shape) is the (.+) \\?");
  private static final Pattern HOW_MANY = Pattern.compile("how many (.+) are there \\?");
  private static final Pattern IS_THERE = Pattern.compile("(?:is there|do you see) (an? .+) \\?");
  private static final Pattern LARGER = Pattern.compile("is the (.+) larger than the (.+) \\?");
  private static final Pattern MORE = Pattern.compile("are there more (.+) than (.+) \\?");
  private static final Pattern LIES = Pattern.compile("is the (.+)" + PLACE + "(.+) \\?");
  private static final Pattern PLACED = Pattern.compile("(.+)" + PLACE + "(.+)");

  private static final Pattern UNSEEN =
      Pattern.compile("the (.+) (?:" + String.join("|", Hypotheses.UNSEEN) + ")");
  private static final Pattern EXACTLY = Pattern.compile("there (?:is|are) exactly (.+)");
  private static final Pattern THERE_IS = Pattern.compile("there is (an? .+)");
  private static final Pattern IT_LIES = Pattern.compile("the (.+) is" + PLACE + "(.+)");

  private static final Pattern NUMBER = Pattern.compile("there are \\[MASK\\] (.+)");
  private static final Pattern DIRECTION = Pattern.compile("the (.+) is (.*\\[MASK\\].*) the (.+)");
  private static final Pattern GAP =
      Pattern.compile("(?:there is|you can see) a (.+?)(?: in the picture)?");

  private static final List<String> SIZES =
      Stream.of(Attribute.Size.values()).map(Attribute::word).toList();

  /** Copies the list. */
  public ExactReader {
    things = List.copyOf(things);
  }

  /** The answer to a question; empty where nothing is seen, or the form is not known. */
  public Optional<String> answer(String question) {
    return match(WHAT, question)
        .flatMap(m -> placed(m.group(2)).flatMap(thing -> word(thing, m.group(1))))
        .or(() -> match(HOW_MANY, question).map(m -> String.valueOf(fitting(m.group(1)).size())))
        .or(() -> match(IS_THERE, question).map(m -> yes(!fitting(m.group(1)).isEmpty())))
        .or(() -> match(LARGER, question).map(m -> yes(larger(m.group(1), m.group(2)))))
        .or(() -> match(MORE, question).map(m -> yes(more(m.group(1), m.group(2)))))
        .or(() -> match(LIES, question).map(m -> yes(lies(m.group(1), m.group(2), m.group(3)))));
  }

  /** The label of a hypothesis; empty where its form is not known. */
  public Optional<Label> judge(String hypothesis) {
    return match(UNSEEN, hypothesis)
        .map(m -> fitting(m.group(1)).isEmpty() ? Label.CONTRADICTION : Label.NEUTRAL)
        .or(() -> match(EXACTLY, hypothesis).map(m -> label(counted(Said.of(m.group(1))))))
        .or(() -> match(THERE_IS, hypothesis).map(m -> label(!fitting(m.group(1)).isEmpty())))
        .or(
            () ->
                match(IT_LIES, hypothesis)
                    .map(m -> label(lies(m.group(1), m.group(2), m.group(3)))));
  }

  /** The thing that an expression means; empty where nothing is seen. */
  public Optional<Seen> find(String expression) {
    return placed(expression);
  }

  /**
   * The words that make a masked text true. Where the text leaves open what kind of word is hidden
   * ({@code a [MASK] circle}), there are several.
   */
  public List<String> fill(String masked) {
    return match(NUMBER, masked)
        .map(m -> List.of(Wording.number(fitting(m.group(1)).size())))
        .or(() -> match(DIRECTION, masked).map(m -> directions(m.group(1), m.group(2), m.group(3))))
        .or(() -> match(GAP, masked).map(m -> gap(List.of(m.group(1).split(" ", -1)))))
        .orElse(List.of());
  }

  private List<Seen> fitting(String words) {
    return Said.of(words).in(things);
  }

  private boolean counted(Said said) {
    return said.in(things).size() == said.count();
  }

  private boolean more(String words, String than) {
    return fitting(words).size() > fitting(than).size();
  }

  private boolean larger(String words, String than) {
    return size(words) > size(than);
  }

  private int size(String words) {
    return closest(words, things)
        .map(thing -> thing.words().stream().mapToInt(SIZES::indexOf).max().orElse(-1))
        .orElse(-1);
  }

  private boolean lies(String words, String place, String from) {
    var relation = Relation.of(place);
    return closest(from, things)
        .flatMap(
            other ->
                closest(words, without(other))
                    .map(thing -> relation.distance(thing.box(), other.box()) > 0))
        .orElse(false);
  }

  /** {@code thing to the left of the red star}: of those that lie so, the one that fits best. */
  private Optional<Seen> placed(String words) {
    var place = match(PLACED, words);
    if (place.isEmpty()) {
      return closest(words, things);
    }
    var relation = Relation.of(place.get().group(2));
    return closest(place.get().group(3), things)
        .flatMap(
            other ->
                closest(
                    place.get().group(1),
                    without(other).stream()
                        .sorted(
                            Comparator.comparing(one -> -relation.distance(one.box(), other.box())))
                        .filter(one -> relation.distance(one.box(), other.box()) > 0)
                        .toList()));
  }

  /** The first of those that most of the words fit. */
  private static Optional<Seen> closest(String words, List<Seen> among) {
    var said = Said.of(words).words();
    return among.stream()
        .reduce((one, next) -> next.fitting(said) > one.fitting(said) ? next : one);
  }

  private List<Seen> without(Seen other) {
    return things.stream().filter(thing -> !thing.equals(other)).toList();
  }

  private List<String> directions(String words, String gap, String from) {
    return Stream.of(Relation.values())
        .filter(relation -> relation.words().replace(relation.word(), MaskedText.MASK).equals(gap))
        .filter(relation -> lies(words, relation.words(), from))
        .map(Relation::word)
        .toList();
  }

  /** What the things that the other words fit have in the gap's place. */
  private List<String> gap(List<String> words) {
    int at = words.indexOf(MaskedText.MASK);
    int after = at == 0 ? -1 : place(words.get(at - 1));
    int before = at + 1 == words.size() ? Attribute.ORDER.size() : place(words.get(at + 1));
    var kinds =
        at + 1 == words.size() ? List.of("shape") : Attribute.ORDER.subList(after + 1, before);
    var rest =
        words.stream()
            .filter(word -> !word.equals(MaskedText.MASK))
            .collect(Collectors.joining(" "));
    var fitting = rest.isEmpty() ? things : fitting(rest);
    var seen = fitting.isEmpty() ? closest(rest, things).stream().toList() : fitting;
    Set<String> hidden = new LinkedHashSet<>();
    for (var kind : kinds) {
      seen.forEach(thing -> word(thing, kind).ifPresent(hidden::add));
    }
    return List.copyOf(hidden);
  }

  /** Where words of its kind stand; {@code thing} stands for a shape. */
  private static int place(String word) {
    return Attribute.ORDER.stream()
        .filter(kind -> words(kind).contains(word))
        .findFirst()
        .map(Attribute.ORDER::indexOf)
        .orElse(Attribute.ORDER.indexOf("shape"));
  }

  private static Optional<String> word(Seen thing, String kind) {
    return words(kind).stream().filter(thing.words()::contains).findFirst();
  }

  private static List<String> words(String kind) {
    return Attribute.ofKind(kind).stream().map(Attribute::word).toList();
  }

  private static Optional<MatchResult> match(Pattern form, String text) {
    var matcher = form.matcher(text);
    return matcher.matches() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
  }

  private static Label label(boolean so) {
    return so ? Label.ENTAILMENT : Label.CONTRADICTION;
  }

  private static String yes(boolean so) {
    return so ? "yes" : "no";
  }
}
