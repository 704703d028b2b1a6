package io.alignstream.deploy.world;

import io.alignstream.schemas.line.Box;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Outlines of the shapes, each touching all four edges of its box. */
final class Outline {
  private static final double INNER = 0.42; // of a star's points

  private Outline() {}

  static Shape of(Attribute.Shape shape, Box box) {
    return stretched(
        switch (shape) {
          case CIRCLE -> new Ellipse2D.Double(0, 0, 1, 1);
          case SQUARE -> new Rectangle2D.Double(0, 0, 1, 1);
          case TRIANGLE -> polygon(0, 1, 0.5, 0, 1, 1);
          case STAR -> star();
          case CROSS -> cross();
          case HEART -> heart();
        },
        box);
  }

  private static Shape stretched(Shape outline, Box box) {
    var bounds = new Area(outline).getBounds2D(); // of the curve, not of its control points
    var place = AffineTransform.getTranslateInstance(box.x1() + 0.5, box.y1() + 0.5);
    place.scale(
        (box.x2() - box.x1() - 1) / bounds.getWidth(),
        (box.y2() - box.y1() - 1) / bounds.getHeight());
    place.translate(-bounds.getX(), -bounds.getY());
    return place.createTransformedShape(outline);
  }

  private static Path2D polygon(double... corners) {
    var path = new Path2D.Double();
    path.moveTo(corners[0], corners[1]);
    for (int i = 2; i < corners.length; i += 2) {
      path.lineTo(corners[i], corners[i + 1]);
    }
    path.closePath();
    return path;
  }

  private static Path2D star() {
    var corners = new double[20];
    for (int i = 0; i < 10; i++) {
      double angle = Math.PI / 2 + Math.PI * i / 5;
      double distance = i % 2 == 0 ? 1 : INNER;
      corners[2 * i] = distance * Math.cos(angle);
      corners[2 * i + 1] = -distance * Math.sin(angle);
    }
    return polygon(corners);
  }

  private static Shape cross() {
    var cross = new Area(new Rectangle2D.Double(0.33, 0, 0.34, 1));
    cross.add(new Area(new Rectangle2D.Double(0, 0.33, 1, 0.34)));
    return cross;
  }

  private static Path2D heart() {
    var path = new Path2D.Double();
    path.moveTo(0.5, 1);
    path.curveTo(0.1, 0.7, 0, 0.5, 0, 0.3);
    path.curveTo(0, 0, 0.45, -0.05, 0.5, 0.25);
    path.curveTo(0.55, -0.05, 1, 0, 1, 0.3);
    path.curveTo(1, 0.5, 0.9, 0.7, 0.5, 1);
    path.closePath();
    return path;
  }
}
