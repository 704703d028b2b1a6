package io.alignstream.deploy.world;

import io.alignstream.deploy.world.Attribute.Texture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** Paints scenes: the things, then what the camera does to them. */
public final class ScenePainter {
  private static final int NOISE = 1; // purpose of the randomness
  private static final int TINT = 2;
  private static final int CLOUDS = 5;

  private ScenePainter() {}

  /** The encoded picture: a PNG or a JPEG, as the scene's camera has it. */
  public static byte[] paint(Scene scene) {
    var image = noisy(blurred(drawn(scene), scene.camera().blur()), scene);
    int quality = scene.camera().quality();
    return quality == 100 ? png(image) : jpeg(image, quality / 100f);
  }

  private static BufferedImage drawn(Scene scene) {
    var image = new BufferedImage(scene.width(), scene.height(), BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    int tone = scene.ground().tone().rgb();
    int slope = scene.ground().slope();
    graphics.setPaint(
        new GradientPaint(
            0, 0, shifted(tone, -slope), scene.width(), scene.height(), shifted(tone, slope)));
    graphics.fillRect(0, 0, scene.width(), scene.height());
    var random = scene.random(TINT);
    clouds(graphics, scene, random);
    scene.things().forEach(thing -> draw(graphics, thing, random));
    graphics.dispose();
    return image;
  }

  /** Soft patches, a little lighter or darker than the rest of the ground. */
  private static void clouds(Graphics2D graphics, Scene scene, RandomGenerator random) {
    for (int i = 0; i < CLOUDS; i++) {
      int light = random.nextBoolean() ? 255 : 0;
      graphics.setPaint(new Color(light, light, light, 8 + random.nextInt(16)));
      double width = scene.width() * (0.2 + 0.6 * random.nextDouble());
      double height = scene.height() * (0.2 + 0.6 * random.nextDouble());
      graphics.fill(
          new Ellipse2D.Double(
              scene.width() * random.nextDouble() - width / 2,
              scene.height() * random.nextDouble() - height / 2,
              width,
              height));
    }
  }

  /** Fills the outline with the colour, a little lighter or darker, and the texture within it. */
  private static void draw(Graphics2D graphics, Thing thing, RandomGenerator random) {
    var outline = Outline.of(thing.shape(), thing.box());
    var colour = shifted(thing.colour().rgb(), random.nextInt(21) - 10);
    graphics.setPaint(colour);
    graphics.fill(outline);
    if (thing.texture() != Texture.PLAIN) {
      var clip = graphics.getClip();
      graphics.clip(outline);
      graphics.setPaint(scaled(colour, 0.4));
      if (thing.texture() == Texture.STRIPED) {
        stripes(graphics, thing, random.nextBoolean());
      } else {
        dots(graphics, thing);
      }
      graphics.setClip(clip);
    }
    graphics.setPaint(scaled(colour, 0.55));
    graphics.setStroke(new BasicStroke(1f));
    graphics.draw(outline);
  }

  private static void stripes(Graphics2D graphics, Thing thing, boolean slanted) {
    graphics.setStroke(new BasicStroke(2.4f));
    int x = thing.x1();
    int y = thing.y1();
    int edge = thing.edge();
    for (double at = -edge + 3.5; at < edge; at += 7) {
      graphics.draw(
          slanted
              ? new Line2D.Double(x + at, y, x + at + edge, y + edge)
              : new Line2D.Double(x, y + at, x + edge, y + at));
    }
  }

  private static void dots(Graphics2D graphics, Thing thing) {
    for (double y = thing.y1() + 2; y < thing.y1() + thing.edge(); y += 8) {
      for (double x = thing.x1() + 2; x < thing.x1() + thing.edge(); x += 8) {
        graphics.fill(new Ellipse2D.Double(x, y, 4.4, 4.4));
      }
    }
  }

  private static BufferedImage blurred(BufferedImage image, double radius) {
    float side = (float) (radius / 4); // of the kernel's [side, middle, side]
    float middle = 1 - 2 * side;
    var weights = new float[9];
    float[] line = {side, middle, side};
    for (int i = 0; i < 9; i++) {
      weights[i] = line[i / 3] * line[i % 3];
    }
    var blurred = new ConvolveOp(new Kernel(3, 3, weights), ConvolveOp.EDGE_NO_OP, null);
    return blurred.filter(image, null);
  }

  private static BufferedImage noisy(BufferedImage image, Scene scene) {
    var random = scene.random(NOISE);
    double noise = scene.camera().noise();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int grain = (int) Math.round(random.nextGaussian() * noise);
        image.setRGB(x, y, shifted(image.getRGB(x, y), grain).getRGB());
      }
    }
    return image;
  }

  private static Color shifted(int rgb, int by) {
    return new Color(
        within((rgb >> 16 & 0xff) + by), within((rgb >> 8 & 0xff) + by), within((rgb & 0xff) + by));
  }

  private static Color scaled(Color colour, double by) {
    return new Color(
        within((int) (colour.getRed() * by)),
        within((int) (colour.getGreen() * by)),
        within((int) (colour.getBlue() * by)));
  }

  private static int within(int value) {
    return Math.max(0, Math.min(255, value));
  }

  private static byte[] png(BufferedImage image) {
    try (var bytes = new ByteArrayOutputStream()) {
      if (!ImageIO.write(image, "png", bytes)) {
        throw new IllegalStateException("this Java cannot write PNG");
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] jpeg(BufferedImage image, float quality) {
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var bytes = new ByteArrayOutputStream();
        var to = ImageIO.createImageOutputStream(bytes)) {
      var settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(quality);
      writer.setOutput(to);
      writer.write(null, new IIOImage(image, null, null), settings);
      to.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }
}
