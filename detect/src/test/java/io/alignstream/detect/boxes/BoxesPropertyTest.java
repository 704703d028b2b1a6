package io.alignstream.detect.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.schemas.line.FloatMatrix;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds for any boxes. jqwik prints its seed. */
class BoxesPropertyTest {

  @Property(tries = 200)
  void keptBoxesDoNotOverlapAndEveryOtherOverlapsABetterOne(
      @ForAll long seed,
      @ForAll @IntRange(max = 60) int rows,
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double threshold) {
    var boxes = boxes(new Random(seed), rows, 50);
    var scores = scores(new Random(seed + 1), rows);

    var kept = Nms.LEGACY.keep(boxes, scores, threshold);

    var iou = Overlap.iou(boxes, boxes);
    for (int i = 0; i < rows; i++) {
      int box = i;
      boolean isKept = Arrays.stream(kept).anyMatch(k -> k == box);
      boolean covered =
          Arrays.stream(kept)
              .anyMatch(k -> k != box && scores[k] >= scores[box] && iou.get(k, box) >= threshold);
      assertThat(isKept).isNotEqualTo(covered);
    }
  }

  @Property(tries = 100)
  void suppressingAgainChangesNothing(@ForAll long seed, @ForAll @IntRange(max = 60) int rows) {
    var boxes = boxes(new Random(seed), rows, 50);
    var scores = scores(new Random(seed + 1), rows);
    var kept = Nms.TORCHVISION.keep(boxes, scores, 0.5);
    var again = new float[4 * kept.length];
    var againScores = new float[kept.length];
    for (int i = 0; i < kept.length; i++) {
      System.arraycopy(boxes.copyRow(kept[i]), 0, again, 4 * i, 4);
      againScores[i] = scores[kept[i]];
    }

    assertThat(Nms.TORCHVISION.keep(FloatMatrix.wrap(kept.length, 4, again), againScores, 0.5))
        .hasSize(kept.length)
        .isSorted();
  }

  @Property(tries = 100)
  void clippedBoxesLieInTheImageAndStayWhereTheyDid(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 80) int width,
      @ForAll @IntRange(min = 1, max = 80) int height) {
    var boxes = boxes(new Random(seed), 30, 120);

    var clipped = Overlap.clip(boxes, width, height);

    for (int i = 0; i < boxes.rows(); i++) {
      assertThat(clipped.get(i, 0)).isBetween(0f, width - 1f);
      assertThat(clipped.get(i, 2)).isBetween(clipped.get(i, 0), width - 1f);
      assertThat(clipped.get(i, 1)).isBetween(0f, height - 1f);
      assertThat(clipped.get(i, 3)).isBetween(clipped.get(i, 1), height - 1f);
    }
    assertThat(Overlap.clip(clipped, width, height)).isEqualTo(clipped);
  }

  @Property(tries = 100)
  void decodingUndoesEncoding(@ForAll long seed) {
    var random = new Random(seed);
    var boxes = boxes(random, 20, 100);
    var targets = boxes(random, 20, 100);
    var coder = new BoxCoder(10, 10, 5, 5);

    var there = coder.decode(coder.encode(targets, boxes), boxes);

    for (int i = 0; i < 20; i++) {
      for (int c = 0; c < 4; c++) {
        assertThat(there.get(i, c)).isCloseTo(targets.get(i, c), within(1e-2f));
      }
    }
  }

  private static FloatMatrix boxes(Random random, int rows, int extent) {
    var values = new float[4 * rows];
    for (int i = 0; i < rows; i++) {
      values[4 * i] = (random.nextFloat() - 0.2f) * extent;
      values[4 * i + 1] = (random.nextFloat() - 0.2f) * extent;
      values[4 * i + 2] = values[4 * i] + 2 + random.nextFloat() * 30;
      values[4 * i + 3] = values[4 * i + 1] + 2 + random.nextFloat() * 30;
    }
    return FloatMatrix.wrap(rows, 4, values);
  }

  private static float[] scores(Random random, int rows) {
    var scores = new float[rows];
    for (int i = 0; i < rows; i++) {
      scores[i] = random.nextFloat();
    }
    return scores;
  }
}
