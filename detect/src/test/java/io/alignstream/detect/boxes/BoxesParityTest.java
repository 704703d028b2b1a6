package io.alignstream.detect.boxes;

import static io.alignstream.detect.Goldens.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.detect.Goldens;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single operations against the reference's: decisions equal, numbers to float32's last digits. */
class BoxesParityTest {
  private static final Goldens OPS = Goldens.of("ops.safetensors");
  private static final FloatMatrix CELL =
      Anchors.cell(16, List.of(32.0, 64.0, 128.0, 256.0, 512.0), List.of(0.5, 1.0, 2.0));
  private static final double LAST_DIGITS = 1e-6;

  @ParameterizedTest
  @CsvSource({
    "nms0, 0.3",
    "nms0, 0.5",
    "nms0, 0.7",
    "nms1, 0.3",
    "nms1, 0.5",
    "nms1, 0.7",
    "nms_edge, 0.5"
  })
  void suppressesByBothRules(String name, double threshold) {
    var boxes = OPS.matrix(name + "/boxes");
    var scores = OPS.floats(name + "/scores");

    assertThat(Nms.TORCHVISION.keep(boxes, scores, threshold))
        .containsExactly(OPS.ints(name + "/keep_torchvision_" + threshold));
    assertThat(Nms.LEGACY.keep(boxes, scores, threshold))
        .containsExactly(OPS.ints(name + "/keep_legacy_" + threshold));
  }

  @Test
  void makesAnchors() {
    assertThat(CELL).isEqualTo(OPS.matrix("anchors/cell"));
    var grid = Anchors.grid(CELL, 16, 38, 63);
    var values = new float[grid.rows() * 4];
    grid.buffer().get(values);
    assertThat(Arrays.copyOf(values, 800)).isEqualTo(OPS.floats("anchors/grid_38x63_first200"));
    assertThat(Arrays.copyOfRange(values, values.length - 800, values.length))
        .isEqualTo(OPS.floats("anchors/grid_38x63_last200"));
    assertVisible(grid, 900, 600, "anchors/visible_600x900");
    assertVisible(grid, 1000, 520, "anchors/visible_520x1000");
  }

  private static void assertVisible(FloatMatrix grid, int width, int height, String name) {
    var visible = Anchors.visible(grid, width, height, 0);
    assertThat(java.util.stream.IntStream.range(0, grid.rows()).map(i -> visible.get(i) ? 1 : 0))
        .containsExactly(Arrays.stream(OPS.ints(name)).boxed().toArray(Integer[]::new));
  }

  @Test
  void codesBoxes() {
    var proposals = OPS.matrix("box_coder/proposals");
    var references = OPS.matrix("box_coder/references");
    var deltas = OPS.matrix("box_coder/deltas");
    var head = new BoxCoder(10, 10, 5, 5);

    var decoded = BoxCoder.RPN.decode(deltas, proposals);
    assertClose(decoded, OPS.matrix("box_coder/decoded_1_1_1_1"), LAST_DIGITS);
    assertClose(
        head.decode(deltas, proposals), OPS.matrix("box_coder/decoded_10_10_5_5"), LAST_DIGITS);
    assertClose(
        BoxCoder.RPN.encode(references, proposals),
        OPS.matrix("box_coder/encoded_1_1_1_1"),
        LAST_DIGITS);
    assertClose(
        head.encode(references, proposals), OPS.matrix("box_coder/encoded_10_10_5_5"), LAST_DIGITS);
    assertClose(
        Overlap.clip(first4(decoded), 90, 70),
        OPS.matrix("box_coder/decoded_1_1_1_1_first4_clipped_to_90x70"),
        LAST_DIGITS);
  }

  @Test
  void measuresAndMatches() {
    var references = OPS.matrix("box_coder/references");
    var proposals = OPS.matrix("box_coder/proposals");
    var areas = new float[proposals.rows()];
    for (int i = 0; i < areas.length; i++) {
      areas[i] = Overlap.area(proposals, i);
    }
    assertThat(Goldens.error(areas, OPS.floats("boxlist/area"))).isLessThan(LAST_DIGITS);
    assertClose(
        Overlap.iou(references, proposals),
        OPS.matrix("boxlist/iou_references_x_proposals"),
        LAST_DIGITS);
    var iou = OPS.matrix("matcher/iou");
    assertThat(new Matcher(0.5f, 0.5f, false).match(iou))
        .containsExactly(OPS.ints("matcher/roi_0.5_0.5"));
    assertThat(new Matcher(0.7f, 0.3f, true).match(iou))
        .containsExactly(OPS.ints("matcher/rpn_0.7_0.3_low_quality"));
  }

  /** Positions of a pair of equals that {@code std::sort} swaps, from a model of it in Python. */
  @Test
  void leavesEqualScoresAsTorchDoes() {
    assertThat(swappedPairs(16)).isEmpty();
    assertThat(swappedPairs(17)).containsExactly(0, 7);
    assertThat(swappedPairs(44)).containsExactly(0, 2, 11, 21, 23, 32);
    assertThat(swappedPairs(100))
        .containsExactly(0, 2, 4, 14, 25, 27, 38, 49, 51, 53, 63, 74, 76, 87);
    assertThat(Ranking.fallingAsTorch(new float[] {1, Float.NaN, 2, -0f, 0})).startsWith(1, 2, 0);
    assertThat(Ranking.fallingAsTorch(new float[0])).isEmpty();
  }

  /** Where an otherwise falling sequence may have a score twice so that the later comes first. */
  private static List<Integer> swappedPairs(int size) {
    var swapped = new java.util.ArrayList<Integer>();
    for (int at = 0; at < size - 1; at++) {
      var scores = new float[size];
      for (int i = 0; i < size; i++) {
        scores[i] = size - (i == at + 1 ? at : i);
      }
      if (Ranking.fallingAsTorch(scores)[at] != at) {
        swapped.add(at);
      }
    }
    return swapped;
  }

  private static FloatMatrix first4(FloatMatrix boxes) {
    var values = new float[boxes.rows() * 4];
    for (int i = 0; i < boxes.rows(); i++) {
      System.arraycopy(boxes.copyRow(i), 0, values, 4 * i, 4);
    }
    return FloatMatrix.wrap(boxes.rows(), 4, values);
  }
}
