package io.alignstream.deploy.exam;

import io.alignstream.deploy.world.Expression;
import io.alignstream.heads.metrics.BoxOverlap;
import io.alignstream.schemas.avro.BoundingBox;
import io.alignstream.schemas.line.Box;

/** Boxes of records beside boxes of the world. */
public final class Boxes {
  private static final double HIT = 0.5; // intersection over union

  private Boxes() {}

  /**
   * A record's box by the world's rule, right and lower edge excluded: a detector's are the last
   * pixels inside.
   */
  public static Box of(BoundingBox box) {
    return new Box(box.getX1(), box.getY1(), box.getX2() + 1, box.getY2() + 1);
  }

  /** Intersection over union of a box and the thing that an expression means. */
  public static double overlap(Box box, Expression expression) {
    return BoxOverlap.iou(box, expression.thing().box());
  }

  /** Whether a box counts as the thing that an expression means: an IoU of 0.5 or more. */
  public static boolean hits(Box box, Expression expression) {
    return overlap(box, expression) >= HIT;
  }
}
