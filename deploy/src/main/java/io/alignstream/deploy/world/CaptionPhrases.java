package io.alignstream.deploy.world;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The phrases of captions as SPICE counts them (Anderson et al. 2016): {@code circle}, {@code
 * circle red}, {@code circle above star}. {@code to the left of} are two relations over {@code
 * left}. Which of the things it is that is {@code on} the background is a matter of taste and left
 * out.
 */
public final class CaptionPhrases {
  private static final String BACKGROUND = "background";

  private final Set<List<String>> phrases = new LinkedHashSet<>();

  private CaptionPhrases() {}

  /** Those that are meant: from the claims, not from the words. */
  public static Set<List<String>> of(Caption caption) {
    var all = new CaptionPhrases();
    var listed = new ArrayList<String>();
    for (var claim : caption.claims()) {
      claim
          .<Optional<String>>fold(
              exists -> Optional.of(all.thing(said(exists.what(), 1))),
              counted -> Optional.of(all.thing(said(counted.what(), counted.count()))),
              related -> {
                all.placed(
                    said(related.subject(), 1), related.relation(), said(related.other(), 1));
                return Optional.empty();
              },
              more -> Optional.empty(), // no caption compares
              behind -> {
                all.background(behind.tone().word());
                return Optional.empty();
              })
          .ifPresent(listed::add);
    }
    var text = caption.text();
    if (text.startsWith("a picture of ") || text.startsWith("an image with ")) {
      all.medium(text.split(" ", 4)[1] + " " + text.split(" ", 4)[2], listed);
    }
    return all.phrases;
  }

  /** Those that the exact reader reads from a caption's words. */
  public static Set<List<String>> read(String caption) {
    var all = new CaptionPhrases();
    var read = ReadCaption.of(caption);
    var listed = read.listed().stream().map(all::thing).toList();
    read.placed().ifPresent(it -> all.placed(it.subject(), it.relation(), it.other()));
    read.tone().ifPresent(all::background);
    read.medium().ifPresent(medium -> all.medium(medium, listed));
    return all.phrases;
  }

  /** Without those that are a matter of taste. */
  public static Set<List<String>> compared(List<List<String>> found) {
    var compared = new LinkedHashSet<>(found);
    compared.removeIf(
        phrase ->
            phrase.size() == 3 && phrase.get(1).equals("on") && phrase.get(2).equals(BACKGROUND));
    return compared;
  }

  private static Said said(Description what, int count) {
    return Said.of(
        (count == 1 ? "" : Wording.number(count) + " ")
            + (count == 1 ? what.singular() : what.plural()));
  }

  /** Gives its noun. */
  private String thing(Said said) {
    var noun = noun(said).orElse("thing");
    phrases.add(List.of(noun));
    said.words().stream()
        .filter(word -> !word.equals(noun))
        .forEach(word -> phrases.add(List.of(noun, word)));
    if (said.isCounted()) {
      phrases.add(List.of(noun, Wording.number(said.count())));
    }
    return noun;
  }

  private static Optional<String> noun(Said said) {
    return Attribute.ofKind("shape").stream()
        .map(Attribute::word)
        .filter(said.words()::contains)
        .findFirst();
  }

  private void placed(Said subject, Relation relation, Said other) {
    var one = thing(subject);
    var another = thing(other);
    if (relation.words().equals(relation.word())) {
      phrases.add(List.of(one, relation.word(), another));
    } else {
      phrases.add(List.of(relation.word()));
      phrases.add(List.of(one, "to", relation.word()));
      phrases.add(List.of(relation.word(), "of", another));
    }
  }

  private void background(String tone) {
    phrases.add(List.of(BACKGROUND));
    phrases.add(List.of(BACKGROUND, tone));
  }

  /** {@code picture of circle}. */
  private void medium(String words, List<String> nouns) {
    var noun = words.split(" ", 2)[0];
    phrases.add(List.of(noun));
    nouns.forEach(thing -> phrases.add(List.of(noun, words.split(" ", 2)[1], thing)));
  }
}
