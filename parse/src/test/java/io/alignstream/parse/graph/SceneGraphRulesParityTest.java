package io.alignstream.parse.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alignstream.parse.synonyms.WordNetSenses;
import io.alignstream.schemas.line.Phrase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SceneGraphRulesParityTest {
  private static final WordNetSenses WORD_NET = WordNetSenses.open();

  @ParameterizedTest
  @ValueSource(strings = {"spice-graphs.jsonl", "rule-examples.jsonl"})
  void preparesEveryGraphAsRecorded(String file) {
    var unequal = new ArrayList<String>();
    for (var line : SpiceGolden.read(file)) {
      var expected = SpiceGolden.graphs(line, "graph_prepared");
      var graphs = SpiceGolden.graphs(line, "graph");
      for (int i = 0; i < graphs.size(); i++) {
        var prepared = SceneGraphRules.prepare(graphs.get(i)).edges();
        if (!prepared.equals(new HashSet<>(expected.get(i).edges()))) {
          unequal.add(
              line.get("text").asText() + "\n  " + prepared + "\n  " + expected.get(i).edges());
        }
      }
    }
    assertThat(unequal).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "spice-graphs.jsonl, spice-tuples.jsonl, tuples",
    "spice-graphs.jsonl, spice-tuples.jsonl, tuples_nosynsets",
    "rule-examples.jsonl, rule-examples.jsonl, tuples",
    "rule-examples.jsonl, rule-examples.jsonl, tuples_nosynsets"
  })
  void findsEveryPhraseInOrder(String graphs, String tuples, String field) {
    var rules = new SceneGraphRules(field.equals("tuples") ? WORD_NET : WordSenses.none());
    var expected = byText(SpiceGolden.read(tuples), field);
    var unequal = new ArrayList<String>();
    var lines = SpiceGolden.read(graphs);
    for (var line : lines) {
      var text = line.get("text").asText();
      var found = rules.apply(SpiceGolden.graphs(line, "graph"), List.of()).phrases();
      if (!found.equals(expected.get(text))) {
        unequal.add(text + "\n  found    " + found + "\n  recorded " + expected.get(text));
      }
    }
    System.out.printf(
        "rules alone, %s of %s: %d of %d captions equal%n",
        field, graphs, lines.size() - unequal.size(), lines.size());
    assertThat(unequal).isEmpty();
  }

  private static Map<String, List<Phrase>> byText(List<JsonNode> lines, String field) {
    var phrases = new HashMap<String, List<Phrase>>();
    for (var line : lines) {
      phrases.put(line.get("text").asText(), SpiceGolden.phrases(line.get(field)));
    }
    return phrases;
  }
}
