package io.alignstream.parse.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Makes the counted noun the head of a quantity phrase: in "a couple of men" the men take the place
 * of the couple, and the phrase's first word becomes their {@code det:qmod}.
 */
final class QuantityPhrases {
  private static final Set<String> WITH_ARTICLE =
      Set.of(
          "array",
          "assortment",
          "bit",
          "bunch",
          "clutch",
          "couple",
          "dozen",
          "form",
          "handful",
          "heap",
          "kind",
          "litany",
          "lot",
          "mountain",
          "multitude",
          "number",
          "pair",
          "plethora",
          "range",
          "series",
          "sheaf",
          "slew",
          "sort",
          "spate",
          "string",
          "ton",
          "total",
          "triple",
          "type",
          "variety",
          "version",
          "wad",
          "wave");
  private static final Set<String> PLURAL =
      Set.of(
          "billions",
          "dozens",
          "hundreds",
          "loads",
          "lots",
          "many",
          "millions",
          "mountains",
          "multitudes",
          "pairs",
          "plenty",
          "several",
          "tens",
          "thousands",
          "tons",
          "trillions");
  private static final Set<String> PARTITIVE =
      Set.of(
          "all",
          "both",
          "everyone",
          "neither",
          "nobody",
          "some",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "hundred",
          "thousand",
          "million",
          "billion",
          "trillion");
  private static final Pattern DIGITS_AND_S = Pattern.compile("[0-9]+s");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final List<Family> FAMILIES =
      List.of(Family.ARTICLE, Family.PLURAL, Family.PARTITIVE);

  private enum Family {
    ARTICLE,
    PLURAL,
    PARTITIVE
  }

  /** The edge from a quantity word to what it counts; "of" stands right after the word. */
  private record Match(Dependency counted) {
    int quantity() {
      return counted.governor();
    }

    int of() {
      return quantity() + 1;
    }
  }

  private QuantityPhrases() {}

  static void rework(WorkingGraph graph) {
    for (var family : FAMILIES) {
      for (var match : matches(graph, family)) {
        if (!takeOver(graph, match)) {
          return; // a quantity word that nothing governs ends the whole step, as in SPICE
        }
        regroup(graph, match, family);
      }
    }
  }

  private static List<Match> matches(WorkingGraph graph, Family family) {
    var found = new ArrayList<Match>();
    for (int quantity = 1; quantity < graph.size(); quantity++) {
      if (isQuantityWord(graph, quantity, family)) {
        int of = quantity + 1;
        graph.children(quantity).stream()
            .filter(Dependency::isNmod)
            .filter(edge -> isCounted(graph, edge.dependent(), of, family))
            .findFirst()
            .map(Match::new)
            .ifPresent(found::add);
      }
    }
    return found;
  }

  private static boolean isQuantityWord(WorkingGraph graph, int position, Family family) {
    if (!lower(graph, position + 1).equals("of")) {
      return false;
    }
    var word = lower(graph, position);
    return switch (family) {
      case ARTICLE -> WITH_ARTICLE.contains(word) && article(graph, position).isPresent();
      case PLURAL -> PLURAL.contains(word) || DIGITS_AND_S.matcher(word).matches();
      case PARTITIVE -> PARTITIVE.contains(word) || DIGITS.matcher(word).matches();
    };
  }

  private static boolean isCounted(WorkingGraph graph, int counted, int of, Family family) {
    if (graph.children(counted, "case").stream().noneMatch(edge -> edge.dependent() == of)) {
      return false;
    }
    var token = graph.token(counted);
    return switch (family) {
      case ARTICLE, PLURAL -> token.isNoun() || token.isPronoun();
      case PARTITIVE ->
          token.tag().equals("PRP") || (token.isNoun() && detFollows(graph, counted, of));
    };
  }

  private static boolean detFollows(WorkingGraph graph, int counted, int of) {
    return graph.children(counted).stream()
        .filter(edge -> edge.dependent() > of)
        .findFirst()
        .filter(edge -> edge.is("det"))
        .isPresent();
  }

  private static Optional<Integer> article(WorkingGraph graph, int quantity) {
    return graph.children(quantity, "det").stream()
        .map(Dependency::dependent)
        .filter(position -> Set.of("a", "an").contains(lower(graph, position)))
        .findFirst();
  }

  /** The counted word takes the quantity word's place; false if it has none. */
  private static boolean takeOver(WorkingGraph graph, Match match) {
    int counted = match.counted().dependent();
    Dependency place;
    if (graph.isRoot(match.quantity())) {
      place = graph.children(0, edge -> edge.dependent() == match.quantity()).get(0);
    } else if (!graph.parents(match.quantity()).isEmpty()) {
      place = graph.parents(match.quantity()).get(0);
    } else {
      return false;
    }
    graph.remove(place);
    graph.add(place.relation(), place.governor(), counted);
    graph.remove(match.counted());
    return true;
  }

  private static void regroup(WorkingGraph graph, Match match, Family family) {
    int quantity = match.quantity();
    Predicate<Dependency> left = edge -> edge.dependent() < quantity;
    var group = new ArrayList<>(List.of(quantity, match.of()));
    if (family == Family.ARTICLE) {
      article(graph, quantity).ifPresent(group::add);
      left = left.and(edge -> edge.is("amod"));
    }
    graph.children(quantity, left).forEach(edge -> group.add(edge.dependent()));
    var words = group.stream().distinct().sorted(Comparator.naturalOrder()).toList();
    for (int word : words) {
      List.copyOf(graph.parents(word)).forEach(graph::remove);
    }
    int first = words.get(0);
    graph.add("det:qmod", match.counted().dependent(), first);
    words.stream().skip(1).forEach(word -> graph.add("mwe", first, word));
  }

  private static String lower(WorkingGraph graph, int position) {
    return graph.token(position).word().toLowerCase(Locale.ROOT);
  }
}
