package io.alignstream.detect.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.detect.Goldens;
import io.alignstream.detect.boxes.Anchors;
import io.alignstream.detect.boxes.BoxCoder;
import io.alignstream.detect.boxes.Nms;
import io.alignstream.detect.pixels.Size;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proposals, detections and attributes from the reference's own logits: every decision equal. */
public class SelectionParityTest {
  private static final Goldens DETECTIONS = Goldens.of("detections.safetensors");
  private static final List<String> SETTINGS =
      List.of(
          "yaml",
          "extract",
          "demo",
          "fast",
          "fast_noreg",
          "yaml_noreg",
          "yaml_min",
          "yaml_max",
          "extract_min",
          "extract_max",
          "fast_min",
          "fast_max");

  /** The settings of goldens/vinvl, by name. */
  public static DetectionRules rules(String setting, Nms nms) {
    var filter =
        setting.startsWith("yaml")
            ? DetectionRules.Filter.EVERY_CLASS
            : setting.startsWith("fast")
                ? DetectionRules.Filter.CLASS_FREE
                : DetectionRules.Filter.BEST_CLASS;
    double threshold = setting.equals("yaml_min") ? 0.9 : setting.endsWith("_min") ? 0.97 : 0.2;
    return new DetectionRules(
        filter,
        threshold,
        0.5,
        10,
        setting.endsWith("_max") ? 12 : 100,
        new BoxCoder(10, 10, 5, 5),
        setting.startsWith("extract") || setting.endsWith("noreg"),
        nms);
  }

  static Stream<String> single() {
    return Stream.of("a", "b")
        .flatMap(
            image ->
                Stream.of("tv", "legacy")
                    .flatMap(
                        nms ->
                            SETTINGS.stream().map(setting -> image + "/" + nms + "/" + setting)));
  }

  @ParameterizedTest
  @MethodSource("single")
  void selectsDetections(String run) {
    var part = run.split("/", -1);
    boolean legacy = part[1].equals("legacy");
    var forward = Goldens.of("forward_" + part[0] + ".safetensors");
    var size = part[0].equals("a") ? new Size(236, 216) : new Size(185, 359);
    var own = DETECTIONS.has(part[0] + "/legacy/proposals.0") && legacy;
    if (own
        && !DETECTIONS
            .matrix(part[0] + "/legacy/proposals.0")
            .equals(forward.matrix("proposals.0"))) {
      return; // the logits on file belong to torchvision's proposals; the model's test covers these
    }
    var found =
        rules(part[2], legacy ? Nms.LEGACY : Nms.TORCHVISION)
            .select(
                Rows.softmax(forward.matrix("class_logits")),
                forward.matrix("box_regression"),
                forward.matrix("proposals.0"),
                size);
    assertDetections(run + "/0/", found);
  }

  static void assertDetections(String run, List<Detection> found) {
    assertThat(found.stream().mapToInt(Detection::label)).containsExactly(boxed(run + "labels"));
    assertThat(found.stream().mapToInt(Detection::proposal))
        .containsExactly(boxed(run + "proposal_index"));
    var boxes = new float[4 * found.size()];
    var scores = new float[found.size()];
    for (int i = 0; i < found.size(); i++) {
      var box = found.get(i).box();
      System.arraycopy(new float[] {box.x1(), box.y1(), box.x2(), box.y2()}, 0, boxes, 4 * i, 4);
      scores[i] = found.get(i).score();
    }
    assertThat(Goldens.error(boxes, DETECTIONS.floats(run + "boxes"))).isLessThan(1e-5);
    assertThat(Goldens.error(scores, DETECTIONS.floats(run + "scores"))).isLessThan(1e-5);
  }

  private static Integer[] boxed(String name) {
    return Arrays.stream(DETECTIONS.ints(name)).boxed().toArray(Integer[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void selectsProposals(String image) {
    var forward = Goldens.of("forward_" + image + ".safetensors");
    boolean a = image.equals("a");
    int height = a ? 14 : 23;
    int width = a ? 15 : 12;
    var cell = Anchors.cell(16, List.of(32.0, 64.0, 128.0, 256.0, 512.0), List.of(0.5, 1.0, 2.0));
    var objectness = lastChannels(forward.floats("rpn_objectness"), 15, height * width);
    var deltas = lastChannels(forward.floats("rpn_deltas"), 60, height * width);

    var proposals =
        new ProposalRules(1000, 64, 0.7, 0, Nms.TORCHVISION)
            .select(
                objectness,
                FloatMatrix.wrap(objectness.length, 4, deltas),
                Anchors.grid(cell, 16, height, width),
                a ? new Size(236, 216) : new Size(185, 359));

    Goldens.assertClose(proposals.boxes(), forward.matrix("proposals.0"), 1e-5);
    Goldens.assertClose(
        proposals.scores(), FloatMatrix.row(forward.floats("proposal_scores.0")), 1e-5);
  }

  /** [C, cells] to [cells, C]. */
  static float[] lastChannels(float[] values, int channels, int cells) {
    var turned = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      turned[i % cells * channels + i / cells] = values[i];
    }
    return turned;
  }

  @ParameterizedTest
  @ValueSource(strings = {"attr_post_usual", "attr_post_limit"})
  void selectsAttributes(String name) {
    var ops = Goldens.of("ops.safetensors");
    var labels = ops.ints(name + "/attr_labels");
    var scores = ops.floats(name + "/attr_scores");

    var found =
        new AttributeRules(ops.floats(name + "/threshold")[0], 16, 100)
            .select(Rows.softmax(ops.matrix(name + "/logits")));

    assertThat(found).hasSize(labels.length / 16);
    IntStream.range(0, labels.length)
        .forEach(
            i -> {
              var attribute = found.get(i / 16).get(i % 16);
              assertThat(Math.abs(attribute.score() - scores[i])).isLessThan(1e-6f);
              if (scores[i] > 0) {
                assertThat(attribute.attribute()).isEqualTo(labels[i]);
              }
            });
  }
}
