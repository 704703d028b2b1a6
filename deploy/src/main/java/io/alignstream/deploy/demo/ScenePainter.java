package io.alignstream.deploy.demo;

import io.alignstream.deploy.demo.Scene.Thing;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Paints scenes. */
final class ScenePainter {
  private ScenePainter() {}

  /** The encoded picture: PNG for even numbers, JPEG for odd ones. */
  static byte[] paint(Scene scene) {
    var image = new BufferedImage(Scene.WIDTH, Scene.HEIGHT, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(new Color(scene.ground().rgb()));
    graphics.fillRect(0, 0, Scene.WIDTH, Scene.HEIGHT);
    scene.things().forEach(thing -> paint(graphics, thing));
    graphics.dispose();
    return encoded(image, scene.number() % 2 == 0 ? "png" : "jpg");
  }

  private static void paint(Graphics2D graphics, Thing thing) {
    graphics.setColor(new Color(thing.colour().rgb()));
    graphics.fill(
        switch (thing.shape()) {
          case CIRCLE -> new Ellipse2D.Double(thing.x(), thing.y(), thing.size(), thing.size());
          case SQUARE -> polygon(thing, 4, Math.PI / 4, 1);
          case TRIANGLE -> polygon(thing, 3, Math.PI / 2, 1);
          case STAR -> polygon(thing, 10, Math.PI / 2, 0.45);
        });
  }

  /** Corners around the thing's middle, every other one nearer to it by {@code inner}. */
  private static Polygon polygon(Thing thing, int corners, double start, double inner) {
    var polygon = new Polygon();
    double radius = thing.size() / 2.0;
    for (int i = 0; i < corners; i++) {
      double angle = start + 2 * Math.PI * i / corners;
      double distance = i % 2 == 0 ? radius : radius * inner;
      polygon.addPoint(
          (int) Math.round(thing.x() + radius + distance * Math.cos(angle)),
          (int) Math.round(thing.y() + radius - distance * Math.sin(angle)));
    }
    return polygon;
  }

  private static byte[] encoded(BufferedImage image, String format) {
    try (var bytes = new ByteArrayOutputStream()) {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalStateException("this Java cannot write " + format);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
