package io.alignstream.detect.draw;

import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.Region;
import io.alignstream.schemas.line.Regions;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** An image with boxes, tags, scores and best attributes; a class always has the same colour. */
public final class RegionsPicture {
  private static final int FONT_SIZE = 12;

  private RegionsPicture() {}

  /**
   * Writes a PNG.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(DecodedImage image, Regions regions, Path file) throws IOException {
    if (!ImageIO.write(draw(image, regions), "png", file.toFile())) {
      throw new IOException("this JDK writes no PNG");
    }
  }

  /** The same in memory; without regions it is the image itself. */
  public static BufferedImage draw(DecodedImage image, Regions regions) {
    var picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        picture.setRGB(x, y, image.pixel(x, y));
      }
    }
    var paint = picture.createGraphics();
    paint.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    paint.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
    paint.setStroke(new BasicStroke(2));
    // The best is drawn last, over the others.
    for (int i = regions.regions().size() - 1; i >= 0; i--) {
      draw(paint, regions.regions().get(i), image.width());
    }
    paint.dispose();
    return picture;
  }

  private static void draw(Graphics2D paint, Region region, int width) {
    var box = region.box();
    var colour =
        Color.getHSBColor(Math.floorMod(region.label().hashCode(), 360) / 360f, 0.9f, 0.9f);
    paint.setColor(colour);
    paint.draw(
        new Rectangle2D.Float(
            box.x1(), box.y1(), box.x2() - box.x1() + 1, box.y2() - box.y1() + 1));
    var text = text(region);
    var metrics = paint.getFontMetrics();
    float wide = metrics.stringWidth(text) + 4f;
    float left = Math.max(0, Math.min(box.x1(), width - wide));
    float top = Math.max(0, box.y1() - metrics.getHeight());
    paint.fill(new Rectangle2D.Float(left, top, wide, (float) metrics.getHeight()));
    paint.setColor(isDark(colour) ? Color.WHITE : Color.BLACK);
    paint.drawString(text, left + 2, top + metrics.getAscent());
  }

  /** By the eye's weights of red, green and blue (ITU-R BT.601). */
  private static boolean isDark(Color colour) {
    return 299 * colour.getRed() + 587 * colour.getGreen() + 114 * colour.getBlue() < 128_000;
  }

  private static String text(Region region) {
    var attribute = region.attributes().isEmpty() ? "" : region.attributes().get(0).name() + " ";
    return String.format(Locale.ROOT, "%s%s %.2f", attribute, region.label(), region.score());
  }
}
