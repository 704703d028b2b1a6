package io.alignstream.encode.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.schemas.line.FloatMatrix;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference's tensors of the general data set and of each task's own version. */
class ExampleParityTest {
  private static final int FEATURES = 2054;
  private static final int SAVED = 8; // columns of the features that the goldens keep

  private final WordPieceTokenizer tokenizer = GoldenVocabulary.tokenizer();

  @Test
  void generalExamplesHaveTheReferencesTensors() throws IOException {
    var golden = GoldenVocabulary.json("tensorize_general.json");
    var builder = new ExampleBuilder(tokenizer, limits(golden));
    assertThat(builder.limits()).isEqualTo(ExampleLimits.GENERAL);
    var examples = new ArrayList<Example>();
    for (var item : golden.get("examples")) {
      examples.add(
          builder.example(text(item), phrases(item), tags(item), features(item, examples.size())));
    }
    assertThat(examples).hasSize(40);
    assertTensors(examples, builder.limits(), "tensorize_general.safetensors", "", "img_feat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vqa", "vqa_tags_in_text", "ve", "ve_tags_in_text", "re"})
  void taskExamplesHaveTheReferencesTensors(String task) throws IOException {
    var golden = GoldenVocabulary.json("tensorize_tasks.json").get(task);
    var builder = new ExampleBuilder(tokenizer, limits(golden));
    boolean withTags = golden.path("use_b_text").asBoolean();
    var examples = new ArrayList<Example>();
    for (var item : golden.get("examples")) {
      var phrases = task.equals("re") ? List.<Integer>of() : phrases(item);
      var text =
          withTags
              ? builder.textWithTags(text(item), phrases, tags(item))
              : builder.text(text(item), phrases);
      var regions = builder.regions(features(item, examples.size()));
      examples.add(new Example(text, builder.tags(tags(item)), regions));
    }
    assertThat(examples).hasSize(12);
    assertTensors(
        examples,
        builder.limits(),
        "tensorize_tasks.safetensors",
        task + ".",
        task + ".img_feat_first8");
  }

  private static void assertTensors(
      List<Example> examples, ExampleLimits limits, String file, String prefix, String features) {
    var expected = Checkpoint.open(GoldenVocabulary.GOLDENS.resolve(file));
    var batch = ExampleBatch.padded(examples, limits);
    assertInts(expected, prefix + "input_ids_a", batch.inputIdsA());
    assertInts(expected, prefix + "input_mask_a", batch.attentionMaskA());
    assertInts(expected, prefix + "segment_ids_a", batch.tokenTypeIdsA());
    assertInts(expected, prefix + "input_ids_b", batch.inputIdsB());
    assertInts(expected, prefix + "input_mask_b", batch.attentionMaskB());
    assertInts(expected, prefix + "segment_ids_b", batch.tokenTypeIdsB());

    var values = FloatBuffer.allocate(examples.size() * limits.maxImgSeqLength() * FEATURES);
    batch.writeImgFeats(values);
    assertThat(values.hasRemaining()).isFalse();
    var saved = expected.floats(features);
    for (int row = 0; saved.hasRemaining(); row++) {
      for (int column = 0; column < SAVED; column++) {
        assertThat(values.get(row * FEATURES + column)).isEqualTo(saved.get());
      }
    }
  }

  private static void assertInts(Checkpoint expected, String name, IntMatrix actual) {
    assertThat(expected.info(name).shape())
        .isEqualTo(List.of((long) actual.rows(), (long) actual.columns()));
    var wanted = expected.longs(name);
    var got = actual.buffer();
    while (wanted.hasRemaining()) {
      assertThat((long) got.get()).as(name).isEqualTo(wanted.get());
    }
  }

  private static ExampleLimits limits(JsonNode golden) {
    return new ExampleLimits(
        golden.get("max_seq_length").asInt(),
        golden.get("max_phrases").asInt(),
        golden.get("max_tag_length").asInt(),
        golden.get("max_img_seq_length").asInt());
  }

  private static String text(JsonNode item) {
    return item.get("text").asText();
  }

  private static List<Integer> phrases(JsonNode item) {
    return GoldenVocabulary.ints(item.get("phrase_ids"));
  }

  private static String tags(JsonNode item) {
    return item.get("tag_text").asText();
  }

  /** The goldens' formula: ((31 r + 7 c + 13 i) mod 101 + 1) / 101. */
  private static FloatMatrix features(JsonNode item, int index) {
    int rows = item.get("num_regions").asInt();
    var values = new float[rows * FEATURES];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < FEATURES; c++) {
        values[r * FEATURES + c] = ((31 * r + 7 * c + 13 * index) % 101 + 1) / 101f;
      }
    }
    return FloatMatrix.wrap(rows, FEATURES, values);
  }
}
