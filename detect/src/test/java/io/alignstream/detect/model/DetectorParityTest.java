package io.alignstream.detect.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.detect.Goldens;
import io.alignstream.detect.boxes.Nms;
import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.pixels.Size;
import io.alignstream.detect.select.AttributeRules;
import io.alignstream.detect.select.Detection;
import io.alignstream.detect.select.ProposalRules;
import io.alignstream.detect.select.SelectionParityTest;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.schemas.line.FloatMatrix;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole detector against the reference's, from pixels. Limits as the goldens derive them from
 * float32's own spread: 1e-4 on C4, 1e-3 on what follows; decisions are equal.
 */
class DetectorParityTest {
  private static final double MAP_LIMIT = 1e-4;
  private static final double LIMIT = 1e-3;
  private static final Goldens DETECTIONS = Goldens.of("detections.safetensors");
  private static final DetectorConfig CONFIG =
      DetectorConfig.read(Goldens.DIRECTORY.resolve("config.json"));

  private static FasterRcnn detector;

  @BeforeAll
  static void open() {
    var checkpoint = Checkpoint.open(Goldens.DIRECTORY.resolve("weights.pth"));
    detector =
        new FasterRcnn(CONFIG, DetectorWeights.load(checkpoint, CONFIG), DeviceSettings.cpu());
  }

  @AfterAll
  static void close() {
    detector.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "batch0", "batch32"})
  void givesTheReferencesNumbers(String input) {
    var expected = Goldens.of("forward_" + input + ".safetensors");
    var found = detect(detector, input);
    int images = found.size();

    var logits = stack(found.stream().map(Detected::classLogits).toList());
    Goldens.assertClose(logits, expected.matrix("class_logits"), LIMIT);
    Goldens.assertClose(
        stack(found.stream().map(Detected::boxRegression).toList()),
        expected.matrix("box_regression"),
        LIMIT);
    for (int n = 0; n < images; n++) {
      Goldens.assertClose(
          found.get(n).proposals().boxes(), expected.matrix("proposals." + n), LIMIT);
    }
    if (expected.has("c4")) {
      assertMap(found, Detected::map, expected.floats("c4"), MAP_LIMIT);
      assertMap(found, Detected::deltas, expected.floats("rpn_deltas"), LIMIT);
    }
    assertMap(found, Detected::objectness, expected.floats("rpn_objectness"), LIMIT);
  }

  private static void assertMap(
      List<Detected> found,
      java.util.function.Function<Detected, FloatMatrix> part,
      float[] expected,
      double limit) {
    var actual = new float[expected.length]; // [N, C, h·w]
    int at = 0;
    for (var image : found) {
      var map = part.apply(image);
      for (int c = 0; c < map.columns(); c++) {
        for (int cell = 0; cell < map.rows(); cell++) {
          actual[at++] = map.get(cell, c);
        }
      }
    }
    assertThat(Goldens.error(actual, expected)).isLessThan(limit);
  }

  static Stream<String> runs() {
    return DETECTIONS.file().names().stream()
        .filter(name -> name.endsWith("/labels"))
        .map(name -> name.substring(0, name.length() - "/0/labels".length()))
        .distinct()
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void detectsTheSame(String run) {
    var part = run.split("/", -1);
    var nms = part[1].equals("legacy") ? Nms.LEGACY : Nms.TORCHVISION;
    var test = CONFIG.rpn().test();
    var proposals =
        new ProposalRules(test.before(), test.after(), test.nmsThreshold(), test.minSize(), nms);

    var found = detect(detector.under(proposals, SelectionParityTest.rules(part[2], nms)), part[0]);

    for (int n = 0; n < found.size(); n++) {
      assertDetected(run + "/" + n + "/", found.get(n));
    }
  }

  private static void assertDetected(String run, Detected found) {
    var detections = found.detections();
    assertThat(detections.stream().mapToInt(Detection::label).toArray())
        .isEqualTo(DETECTIONS.ints(run + "labels"));
    assertThat(detections.stream().mapToInt(Detection::proposal).toArray())
        .isEqualTo(DETECTIONS.ints(run + "proposal_index"));
    var scores = new float[detections.size()];
    var boxes = new float[4 * scores.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = detections.get(i).score();
      var box = detections.get(i).box();
      System.arraycopy(new float[] {box.x1(), box.y1(), box.x2(), box.y2()}, 0, boxes, 4 * i, 4);
    }
    assertThat(Goldens.error(scores, DETECTIONS.floats(run + "scores"))).isLessThan(LIMIT);
    assertThat(Goldens.error(boxes, DETECTIONS.floats(run + "boxes"))).isLessThan(LIMIT);
    assertAttributes(run, found.attributes());
  }

  private static void assertAttributes(String run, List<List<AttributeRules.Scored>> found) {
    var labels = DETECTIONS.ints(run + "attr_labels");
    var scores = DETECTIONS.floats(run + "attr_scores");
    for (int i = 0; i < scores.length; i++) {
      var attribute = found.get(i / 16).get(i % 16);
      assertThat(Math.abs(attribute.score() - scores[i])).isLessThan((float) LIMIT);
      if (scores[i] > 0) {
        assertThat(attribute.attribute()).isEqualTo(labels[i]);
      }
    }
  }

  /** Images a and b are what the reference resized them to; a batch is padded. */
  private static List<Detected> detect(FasterRcnn detector, String input) {
    var names =
        switch (input) {
          case "a" -> List.of("coco_test_small.png");
          case "b" -> List.of("synth.v1.png");
          default -> List.of("coco_test_small.png", "synth.v1.png");
        };
    var images = names.stream().map(Goldens::image).toList();
    var network =
        new io.alignstream.detect.pixels.NetworkInput(
            CONFIG.input().sizes(), CONFIG.input().mean(), input.equals("batch32") ? 32 : 0);
    List<Size> sizes = images.stream().map(network::size).toList();
    var batch = network.batchSize(sizes);
    var pixels = FloatBuffer.allocate(3 * sizes.size() * batch.width() * batch.height());
    images.forEach(image -> network.write(image, batch, pixels));
    return detector.detect(pixels.flip(), batch, sizes).stream()
        .map(outcome -> outcome.toOptional().orElseThrow())
        .toList();
  }

  private static FloatMatrix stack(List<FloatMatrix> parts) {
    int columns = parts.get(0).columns();
    var values = FloatBuffer.allocate(parts.stream().mapToInt(FloatMatrix::rows).sum() * columns);
    parts.forEach(part -> values.put(part.buffer()));
    return FloatMatrix.wrap(values.capacity() / columns, columns, values.array());
  }
}
