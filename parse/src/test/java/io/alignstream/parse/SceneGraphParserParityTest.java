package io.alignstream.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alignstream.parse.corenlp.Bounds;
import io.alignstream.parse.corenlp.CoreNlpParser;
import io.alignstream.parse.graph.SpiceGolden;
import io.alignstream.parse.synonyms.WordNetSenses;
import io.alignstream.schemas.line.Phrase;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole parser beside the original SPICE, over all recorded captions. */
class SceneGraphParserParityTest {
  private static final List<JsonNode> GOLDENS = SpiceGolden.read("spice-tuples.jsonl");
  private static final Map<String, List<Phrase>> FOUND = new HashMap<>();

  @BeforeAll
  static void parsesEveryCaption() {
    var parser = new SceneGraphParser(CoreNlpParser.load(Bounds.defaults()), WordNetSenses.open());
    GOLDENS.parallelStream()
        .map(line -> line.get("caption").asText())
        .distinct()
        .map(caption -> Map.entry(caption, parser.parse(caption).phrases()))
        .toList()
        .forEach(entry -> FOUND.put(entry.getKey(), entry.getValue()));
  }

  @Test
  void phraseSetsEqualForAtLeast97PercentOfCaptions() {
    int equal = 0;
    var score = new F1();
    var bySize = Map.of(1, new F1(), 2, new F1(), 3, new F1());
    for (var line : GOLDENS) {
      var found = FOUND.get(line.get("caption").asText());
      var expected = SpiceGolden.phrases(line.get("tuples"));
      if (comparable(found).equals(comparable(expected))) {
        equal++;
      } else {
        System.out.printf(
            "differs: %s%n  found    %s%n  recorded %s%n",
            line.get("caption").asText(), without(found, expected), without(expected, found));
      }
      score.add(found, expected);
      bySize.forEach((size, part) -> part.add(ofSize(found, size), ofSize(expected, size)));
    }
    double share = (double) equal / GOLDENS.size();
    System.out.printf(
        "whole parser: %d of %d captions equal (%.1f %%), F1 %.4f; objects %.4f, attributes %.4f,"
            + " relations %.4f%n",
        equal,
        GOLDENS.size(),
        100 * share,
        score.value(),
        bySize.get(1).value(),
        bySize.get(2).value(),
        bySize.get(3).value());

    assertThat(share).isGreaterThanOrEqualTo(0.97);
    assertThat(score.value()).isGreaterThanOrEqualTo(0.99);
  }

  private static List<Phrase> ofSize(List<Phrase> phrases, int size) {
    return phrases.stream().filter(phrase -> phrase.words().size() == size).toList();
  }

  private static List<Phrase> without(List<Phrase> phrases, List<Phrase> others) {
    return phrases.stream().filter(phrase -> !others.contains(phrase)).toList();
  }

  /** A joined name counts as the set of its words. */
  private static Set<List<Set<String>>> comparable(List<Phrase> phrases) {
    return phrases.stream()
        .map(
            phrase ->
                phrase.words().stream()
                    .map(word -> (Set<String>) new HashSet<>(Arrays.asList(word.split("/", -1))))
                    .toList())
        .collect(Collectors.toSet());
  }

  private static final class F1 {
    private int both;
    private int found;
    private int expected;

    void add(List<Phrase> foundPhrases, List<Phrase> expectedPhrases) {
      var left = comparable(foundPhrases);
      var right = comparable(expectedPhrases);
      found += left.size();
      expected += right.size();
      both += (int) left.stream().filter(right::contains).count();
    }

    double value() {
      return 2.0 * both / (found + expected);
    }
  }
}
