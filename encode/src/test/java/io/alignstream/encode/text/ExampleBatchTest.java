package io.alignstream.encode.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.schemas.line.FloatMatrix;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExampleBatchTest {
  private final ExampleBuilder builder =
      new ExampleBuilder(GoldenVocabulary.tokenizer(), new ExampleLimits(9, 4, 6, 3));

  @Test
  void padsToTheLongestExample() {
    var batch = ExampleBatch.tight(List.of(example("a dog", 2, 2), example("dog", 0, 1)));

    assertThat(batch.inputIdsA().columns()).isEqualTo(6); // [CLS] a dog phrase phrase [SEP]
    assertThat(batch.attentionMaskA().buffer())
        .isEqualTo(IntBuffer.wrap(new int[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0}));
    assertThat(batch.attentionMaskB().columns()).isEqualTo(3 + 2);
    assertThat(batch.attentionMaskB().buffer())
        .isEqualTo(IntBuffer.wrap(new int[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 0}));
    var values = FloatBuffer.allocate(2 * 2 * 5);
    batch.writeImgFeats(values);
    assertThat(values.array()).startsWith(1f).endsWith(0f, 0f, 0f, 0f, 0f);
  }

  @Test
  void theTightFormIsTheStartOfThePaddedOne() {
    var examples = List.of(example("a dog", 2, 2), example("dog", 0, 1));
    var tight = ExampleBatch.tight(examples);
    var padded = ExampleBatch.padded(examples, builder.limits());
    for (int b = 0; b < 2; b++) {
      for (int i = 0; i < padded.inputIdsA().columns(); i++) {
        int kept = i < tight.inputIdsA().columns() ? tight.inputIdsA().get(b, i) : 0;
        assertThat(padded.inputIdsA().get(b, i)).isEqualTo(kept);
      }
    }
  }

  @Test
  void saysWhichExampleIsTooLong() {
    var examples = List.of(example("a dog", 2, 2));
    assertThatThrownBy(() -> new ExampleBatch(examples, 5, 3, 2, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 text and 3 tag tokens");
  }

  @Test
  void phrasesAreFoundWhereTheyStand() {
    var text = builder.text("a dog", List.of(31_000, 31_001));
    assertThat(text.ids().subList(text.phraseStart(), text.phraseEnd()))
        .containsExactly(31_000, 31_001);
  }

  private Example example(String text, int phrases, int regions) {
    var features = new float[regions * 5];
    Arrays.fill(features, 1);
    return builder.example(
        text, Collections.nCopies(phrases, 31_000), "dog", FloatMatrix.wrap(regions, 5, features));
  }
}
