package io.alignstream.encode.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Word pieces and ids of the reference's tokenizer, text by text. */
class WordPieceTokenizerParityTest {
  private final WordPieceTokenizer tokenizer = GoldenVocabulary.tokenizer();

  @Test
  void everyGoldenTextHasTheReferencesWordPieces() throws IOException {
    var items = GoldenVocabulary.json("tokenization.json").get("items");
    assertThat(items).hasSize(200);
    for (var item : items) {
      var text = item.get("text").asText();
      assertThat(tokenizer.tokenize(text))
          .as(text)
          .isEqualTo(GoldenVocabulary.strings(item.get("tokens")));
      assertThat(tokenizer.tokenIds(text))
          .as(text)
          .isEqualTo(GoldenVocabulary.ints(item.get("ids")));
    }
  }
}
