package io.alignstream.detect.train;

import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.FloatMatrix;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A world to learn: discs, squares and triangles in four colours on a grey ground. */
final class Shapes {
  static final int SIDE = 96;
  static final int CLASSES = 4; // with the background
  static final int COLOURS = 4;
  private static final Color[] PALETTE = {Color.RED, Color.GREEN, Color.BLUE, Color.YELLOW};

  private Shapes() {}

  static TrainingExample draw(long seed) {
    var random = new Random(seed);
    var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    var paint = image.createGraphics();
    int grey = 90 + random.nextInt(80);
    paint.setColor(new Color(grey, grey, grey));
    paint.fillRect(0, 0, SIDE, SIDE);
    var boxes = new ArrayList<float[]>();
    var labels = new ArrayList<Integer>();
    var attributes = new ArrayList<List<Integer>>();
    for (int i = 0; i < 2; i++) {
      int side = 22 + random.nextInt(16);
      int x = i * SIDE / 2 + random.nextInt(SIDE / 2 - side + 1);
      int y = random.nextInt(SIDE - side);
      int label = 1 + random.nextInt(CLASSES - 1);
      int colour = random.nextInt(COLOURS);
      paint.setColor(PALETTE[colour]);
      paint.fill(
          label == 1
              ? new Ellipse2D.Float(x, y, side, side)
              : label == 2 ? new Rectangle2D.Float(x, y, side, side) : triangle(x, y, side));
      boxes.add(new float[] {x, y, x + side - 1, y + side - 1});
      labels.add(label);
      attributes.add(List.of(1 + colour));
    }
    paint.dispose();
    var flat = new float[8];
    for (int i = 0; i < 2; i++) {
      System.arraycopy(boxes.get(i), 0, flat, 4 * i, 4);
    }
    return new TrainingExample(
        pixels(image), new GroundTruth(FloatMatrix.wrap(2, 4, flat), labels, attributes));
  }

  private static Path2D triangle(int x, int y, int side) {
    var path = new Path2D.Float();
    path.moveTo(x + side / 2f, y);
    path.lineTo(x + side, y + side);
    path.lineTo(x, y + side);
    path.closePath();
    return path;
  }

  private static DecodedImage pixels(BufferedImage image) {
    var rgb = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
      int pixel = image.getRGB(i % SIDE, i / SIDE);
      rgb[3 * i] = (byte) (pixel >> 16);
      rgb[3 * i + 1] = (byte) (pixel >> 8);
      rgb[3 * i + 2] = (byte) pixel;
    }
    return DecodedImage.wrap(SIDE, SIDE, rgb);
  }
}
