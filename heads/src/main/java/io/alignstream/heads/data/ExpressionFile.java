package io.alignstream.heads.data;

import io.alignstream.heads.metrics.BoxOverlap;
import io.alignstream.schemas.line.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The reference's referring expressions ({@code REDataset} of {@code run_re.py}): one JSON object
 * of splits ({@code train}, {@code val}, {@code testA}, {@code testB}), each a list of {@code id},
 * {@code image_id}, {@code sentence} and {@code bbox} (x, y, width, height in pixels). It feeds no
 * phrases, as the reference feeds none.
 */
public final class ExpressionFile {
  /** The label of a region that is padding. */
  public static final float PADDED = -1;

  private ExpressionFile() {}

  /** The expressions of a split of {@code --data_file}; the target is the box that is meant. */
  public static List<TaskItem<Box>> read(Path file, String split) {
    var items = new ArrayList<TaskItem<Box>>();
    for (var entry : Fields.document(file).field(split).list()) {
      items.add(
          new TaskItem<>(
              entry.field("id").name(),
              entry.field("image_id").key(),
              entry.field("sentence").text(),
              List.of(),
              box(entry.field("bbox"))));
    }
    return items;
  }

  private static Box box(Fields xywh) {
    var numbers = xywh.list(4);
    float x = numbers.get(0).number();
    float y = numbers.get(1).number();
    return new Box(x, y, x + numbers.get(2).number(), y + numbers.get(3).number());
  }

  /**
   * What training learns: each region's IoU with the box that is meant, cut and padded with -1 to
   * so many regions: [R].
   *
   * @throws IllegalArgumentException if the image's boxes are not known
   */
  public static float[] regionTargets(Box meant, ImageInput image, int regions) {
    if (image.boxes().size() != image.features().rows()) {
      throw new IllegalArgumentException(
          "%d boxes for %s: referring expressions need the regions' boxes (predictions.tsv)"
              .formatted(image.boxes().size(), image.features()));
    }
    var targets = new float[regions];
    Arrays.fill(targets, PADDED);
    for (int r = 0; r < Math.min(regions, image.boxes().size()); r++) {
      targets[r] = (float) BoxOverlap.iou(meant, image.boxes().get(r));
    }
    return targets;
  }
}
