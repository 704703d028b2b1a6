package io.alignstream.parse.phrases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alignstream.parse.SceneGraphParser;
import io.alignstream.parse.corenlp.Bounds;
import io.alignstream.parse.corenlp.CoreNlpParser;
import io.alignstream.parse.graph.SpiceGolden;
import io.alignstream.parse.synonyms.WordNetSenses;
import io.alignstream.schemas.line.Phrase;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Captions to phrase ids beside MVPTR's {@code phrase_extract}. The vocabulary holds the phrases
 * that these captions use, and every sixtieth other.
 */
class PhraseIdsParityTest {
  private static final List<JsonNode> GOLDENS = SpiceGolden.read("mvptr-phrase-ids.jsonl");

  @Test
  void idsOfTheRecordedPhrasesEqual() throws IOException {
    var vocabulary = vocabulary();
    Map<String, List<Phrase>> phrases = new HashMap<>();
    SpiceGolden.read("spice-tuples.jsonl")
        .forEach(
            line -> phrases.put(line.get("id").asText(), SpiceGolden.phrases(line.get("tuples"))));

    for (var line : GOLDENS) {
      var recorded = phrases.get(line.get("id").asText());
      assertThat(vocabulary.ids(recorded)).as("%s", line.get("caption")).isEqualTo(ids(line));
      assertThat(recorded).hasSize(line.get("tuples_in_all").asInt());
    }
  }

  @Test
  void idsOfAtLeast97PercentOfCaptionsEqual() throws IOException {
    var vocabulary = vocabulary();
    var parser = new SceneGraphParser(CoreNlpParser.load(Bounds.defaults()), WordNetSenses.open());
    var unequal =
        GOLDENS.parallelStream()
            .filter(
                line ->
                    !vocabulary
                        .ids(parser.parse(line.get("caption").asText()).phrases())
                        .equals(ids(line)))
            .map(line -> line.get("caption").asText())
            .toList();

    double share = 1 - (double) unequal.size() / GOLDENS.size();
    System.out.printf(
        "phrase ids: %d of %d captions equal (%.1f %%); not: %s%n",
        GOLDENS.size() - unequal.size(), GOLDENS.size(), 100 * share, unequal);
    assertThat(share).isGreaterThanOrEqualTo(0.97);
  }

  private static PhraseVocabulary vocabulary() throws IOException {
    try (var in = PhraseIdsParityTest.class.getResourceAsStream("/goldens/id2phrase-part.json")) {
      return PhraseVocabulary.read(in);
    }
  }

  private static List<Integer> ids(JsonNode line) {
    return StreamSupport.stream(line.get("phrase_ids").spliterator(), false)
        .map(JsonNode::asInt)
        .toList();
  }
}
