package io.alignstream.heads.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.FloatMatrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference's metrics on made-up scores, ties included. */
class MetricsParityTest {
  private static final Path GOLDENS = Path.of("src/test/resources/goldens/eval");

  @ParameterizedTest
  @ValueSource(strings = {"retrieval_1", "retrieval_2", "retrieval_3"})
  void retrievalRanksCandidatesAndRecallAreTheReferences(String name) throws IOException {
    var golden = Checkpoint.open(GOLDENS.resolve(name + ".safetensors"));
    var expected = json(name);
    var gallery =
        Gallery.uniform(
            expected.get("num_images").asInt(), expected.get("captions_per_image").asInt());
    assertThat(gallery.captionImages()).isEqualTo(ints(golden, "caption_image"));

    var similarity = matrix(golden, "coarse_similarity");
    var coarse = RetrievalRanks.full(gallery, similarity);
    assertRanks(golden, "coarse", coarse);
    assertRecall(expected.get("coarse"), coarse);

    var candidates =
        Candidates.best(
            similarity,
            expected.get("num_captions_per_img_val").asInt(),
            expected.get("num_images_per_cap_val").asInt());
    assertThat(flat(candidates.captions())).isEqualTo(ints(golden, "i2t_candidates"));
    assertThat(flat(candidates.images())).isEqualTo(ints(golden, "t2i_candidates"));

    var itm = matrix(golden, "itm_prob");
    var fine =
        RetrievalRanks.reranked(
            gallery,
            candidates,
            gathered(candidates.captions(), itm::get),
            gathered(candidates.images(), (caption, image) -> itm.get(image, caption)));
    assertRanks(golden, "fine", fine);
    assertRecall(expected.get("fine_after_coarse"), fine);

    var full = RetrievalRanks.full(gallery, itm);
    assertRanks(golden, "full", full);
    assertRecall(expected.get("full_itm"), full);
  }

  @Test
  void vqaScoreIsTheReferences() throws IOException {
    var golden = Checkpoint.open(GOLDENS.resolve("vqa.safetensors"));
    var score = Accuracy.soft(matrix(golden, "logits"), matrix(golden, "soft_labels"));
    var expected = json("classification").get("vqa");
    assertThat(score.count()).isEqualTo(expected.get("questions").asLong());
    // The reference sums in float32.
    assertThat(score.value()).isCloseTo(expected.get("score").asDouble(), within(1e-7));
  }

  @Test
  void entailmentAccuracyIsTheReferences() throws IOException {
    var golden = Checkpoint.open(GOLDENS.resolve("ve.safetensors"));
    var accuracy = Accuracy.hard(matrix(golden, "logits"), ints(golden, "labels"));
    assertThat(accuracy.value())
        .isEqualTo(json("classification").get("ve").get("accuracy").asDouble());
  }

  @Test
  void localisationIsTheReferences() throws IOException {
    var golden = Checkpoint.open(GOLDENS.resolve("re.safetensors"));
    var found = Localisation.of(matrix(golden, "logits"), matrix(golden, "labels_iou"));
    var expected = json("classification").get("re");
    assertThat(found.accuracy().value()).isEqualTo(expected.get("accuracy_at_iou_0.5").asDouble());
    assertThat(found.upperBound().value()).isEqualTo(expected.get("upper_bound").asDouble());
    assertThat(found.meanIou().value())
        .isCloseTo(expected.get("training_log_score_mean_iou").asDouble(), within(1e-7));
  }

  @Test
  void overlapOfBoxesIsTheReferences() {
    var golden = Checkpoint.open(GOLDENS.resolve("re.safetensors"));
    var boxes = golden.floats("region_boxes_x1y1x2y2"); // [B, R, 4]
    var meant = doubles(golden.bytes("ground_truth_xywh")); // [B, 4]
    var ious = matrix(golden, "labels_iou");
    for (int b = 0; b < ious.rows(); b++) {
      var truth =
          new Box(
              (float) meant.get(4 * b),
              (float) meant.get(4 * b + 1),
              (float) (meant.get(4 * b) + meant.get(4 * b + 2)),
              (float) (meant.get(4 * b + 1) + meant.get(4 * b + 3)));
      for (int r = 0; r < golden.longs("region_count").get(b); r++) {
        int at = 4 * (b * ious.columns() + r);
        var region =
            new Box(boxes.get(at), boxes.get(at + 1), boxes.get(at + 2), boxes.get(at + 3));
        // The truth's double coordinates became float32 pixels here: 1e-6 of an IoU.
        assertThat(BoxOverlap.iou(truth, region)).isCloseTo(ious.get(b, r), within(1e-6));
      }
    }
  }

  private interface PairScore {
    float of(int query, int candidate);
  }

  private static FloatMatrix gathered(List<List<Integer>> candidates, PairScore score) {
    int columns = candidates.get(0).size();
    var values = new float[candidates.size() * columns];
    for (int query = 0; query < candidates.size(); query++) {
      for (int k = 0; k < columns; k++) {
        values[query * columns + k] = score.of(query, candidates.get(query).get(k));
      }
    }
    return FloatMatrix.wrap(candidates.size(), columns, values);
  }

  private static void assertRanks(Checkpoint golden, String kind, RetrievalRanks ranks) {
    assertThat(ranks.imageToText()).isEqualTo(ints(golden, kind + "_i2t_rank"));
    assertThat(ranks.textToImage()).isEqualTo(ints(golden, kind + "_t2i_rank"));
  }

  private static void assertRecall(JsonNode expected, RetrievalRanks ranks) {
    assertThat(ranks.imageToTextRecall()).isEqualTo(recall(expected.get("i2t_retrieval")));
    assertThat(ranks.textToImageRecall()).isEqualTo(recall(expected.get("t2i_retrieval")));
  }

  private static Recall recall(JsonNode shares) {
    return new Recall(
        shares.get("R@1").asDouble(), shares.get("R@5").asDouble(), shares.get("R@10").asDouble());
  }

  private static JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(GOLDENS.resolve(name + ".json").toFile());
  }

  private static FloatMatrix matrix(Checkpoint golden, String name) {
    var shape = golden.info(name).shape();
    var values = new float[golden.info(name).elements()];
    golden.floats(name).get(values);
    return FloatMatrix.wrap(Math.toIntExact(shape.get(0)), Math.toIntExact(shape.get(1)), values);
  }

  private static List<Integer> ints(Checkpoint golden, String name) {
    var values = golden.longs(name);
    var ints = new ArrayList<Integer>();
    while (values.hasRemaining()) {
      ints.add((int) values.get());
    }
    return ints;
  }

  private static DoubleBuffer doubles(ByteBuffer bytes) {
    return bytes.asDoubleBuffer();
  }

  private static List<Integer> flat(List<List<Integer>> rows) {
    return rows.stream().flatMap(List::stream).toList();
  }
}
