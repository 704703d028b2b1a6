package io.alignstream.detect.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.detect.boxes.BoxCoder;
import io.alignstream.detect.boxes.Nms;
import io.alignstream.detect.pixels.Size;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for detections of any proposals. jqwik prints its seed. */
class SelectionPropertyTest {
  private static final Size IMAGE = new Size(60, 40);
  private static final int CLASSES = 5;

  @Property(tries = 300)
  void detectionsKeepTheirBounds(
      @ForAll long seed,
      @ForAll @IntRange(max = 40) int proposals,
      @ForAll DetectionRules.Filter filter,
      @ForAll boolean ignoreRegression,
      @ForAll @IntRange(max = 6) int fewest,
      @ForAll @IntRange(min = 6, max = 12) int most,
      @ForAll Nms nms) {
    var random = new Random(seed);
    var rules =
        new DetectionRules(
            filter, 0.3, 0.5, fewest, most, new BoxCoder(10, 10, 5, 5), ignoreRegression, nms);

    var found = select(rules, random, proposals, IMAGE);

    assertThat(found.size()).isLessThanOrEqualTo(most);
    if (filter == DetectionRules.Filter.BEST_CLASS) {
      assertThat(found.size()).isGreaterThanOrEqualTo(Math.min(fewest, found.size()));
      assertThat(found).extracting(Detection::proposal).doesNotHaveDuplicates();
    }
    if (filter != DetectionRules.Filter.EVERY_CLASS
        && filter != DetectionRules.Filter.ONE_A_PLACE) { // those group by class
      assertThat(found).isSortedAccordingTo(Comparator.comparing(Detection::score).reversed());
    }
    for (var detection : found) {
      assertThat(detection.label()).isBetween(1, CLASSES - 1);
      assertThat(detection.proposal()).isBetween(0, proposals - 1);
      assertThat(detection.box().x1()).isBetween(0f, IMAGE.width() - 1f);
      assertThat(detection.box().x2()).isBetween(0f, IMAGE.width() - 1f);
      assertThat(detection.box().y1()).isBetween(0f, IMAGE.height() - 1f);
      assertThat(detection.box().y2()).isBetween(0f, IMAGE.height() - 1f);
    }
  }

  @Property(tries = 30)
  void onePixelImagesHavePointsAsBoxes(@ForAll long seed, @ForAll DetectionRules.Filter filter) {
    var rules =
        new DetectionRules(
            filter, 0.1, 0.5, 1, 10, new BoxCoder(10, 10, 5, 5), false, Nms.TORCHVISION);
    for (var detection : select(rules, new Random(seed), 8, new Size(1, 1))) {
      assertThat(detection.box().x2()).isZero();
      assertThat(detection.box().y2()).isZero();
    }
  }

  @Property(tries = 50)
  void nothingOverTheThresholdGivesTheFewest(
      @ForAll long seed, @ForAll @IntRange(max = 8) int fewest) {
    var random = new Random(seed);
    var none = rules(DetectionRules.Filter.BEST_CLASS, 2, fewest);
    assertThat(select(none, random, 20, IMAGE)).hasSizeLessThanOrEqualTo(Math.max(fewest, 0));
    assertThat(select(rules(DetectionRules.Filter.EVERY_CLASS, 1e9, fewest), random, 20, IMAGE))
        .isEmpty(); // ten halvings do not reach down
    assertThat(select(rules(DetectionRules.Filter.CLASS_FREE, 1e9, fewest), random, 20, IMAGE))
        .isEmpty();
  }

  @Property(tries = 50)
  void proposalsAreInTheImageBestFirst(@ForAll long seed, @ForAll Nms nms) {
    var random = new Random(seed);
    int anchors = 50;
    var objectness = new float[anchors];
    for (int i = 0; i < anchors; i++) {
      objectness[i] = (float) random.nextGaussian();
    }
    var deltas = floats(random, anchors, 4, 0.5);
    var boxes = boxes(random, anchors);

    var found = new ProposalRules(30, 10, 0.7, 0, nms).select(objectness, deltas, boxes, IMAGE);

    assertThat(found.boxes().rows()).isBetween(1, nms == Nms.LEGACY ? 30 : 10);
    for (int i = 0; i < found.boxes().rows(); i++) {
      // A box narrower than a pixel ends before it begins: its width is x2 - x1 + 1.
      assertThat(found.boxes().get(i, 2)).isBetween(found.boxes().get(i, 0) - 1, 59f);
      if (i > 0 && nms == Nms.TORCHVISION) {
        assertThat(found.scores().get(0, i)).isLessThanOrEqualTo(found.scores().get(0, i - 1));
      }
    }
  }

  @Example
  void noProposalsGiveNoDetections() {
    for (var filter : DetectionRules.Filter.values()) {
      assertThat(select(rules(filter, 0.2, 10), new Random(1), 0, IMAGE)).isEmpty();
    }
    assertThat(new AttributeRules(0.05, 16, 100).select(FloatMatrix.empty(20))).isEmpty();
  }

  private static DetectionRules rules(DetectionRules.Filter filter, double threshold, int fewest) {
    return new DetectionRules(
        filter, threshold, 0.5, fewest, 10, new BoxCoder(10, 10, 5, 5), true, Nms.TORCHVISION);
  }

  private static List<Detection> select(
      DetectionRules rules, Random random, int proposals, Size image) {
    return rules.select(
        Rows.softmax(floats(random, proposals, CLASSES, 2)),
        floats(random, proposals, 4 * CLASSES, 1),
        boxes(random, proposals),
        image);
  }

  private static FloatMatrix floats(Random random, int rows, int columns, double deviation) {
    var values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return FloatMatrix.wrap(rows, columns, values);
  }

  private static FloatMatrix boxes(Random random, int rows) {
    var values = new float[4 * rows];
    for (int i = 0; i < rows; i++) {
      values[4 * i] = random.nextFloat() * 50;
      values[4 * i + 1] = random.nextFloat() * 30;
      values[4 * i + 2] = values[4 * i] + random.nextFloat() * 30;
      values[4 * i + 3] = values[4 * i + 1] + random.nextFloat() * 30;
    }
    return FloatMatrix.wrap(rows, 4, values);
  }
}
