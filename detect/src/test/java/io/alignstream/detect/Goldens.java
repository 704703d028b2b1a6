package io.alignstream.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.FloatMatrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Numbers that the reference detector gave, scaled down (goldens/vinvl). */
public record Goldens(Checkpoint file) {
  public static final Path DIRECTORY = Path.of("src/test/resources/goldens/vinvl");

  public static Goldens of(String name) {
    return new Goldens(Checkpoint.open(DIRECTORY.resolve(name)));
  }

  public boolean has(String name) {
    return file.names().contains(name);
  }

  public float[] floats(String name) {
    var buffer = file.floats(name);
    var values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  /** The last dimension as columns. */
  public FloatMatrix matrix(String name) {
    var shape = file.info(name).shape();
    var values = floats(name);
    int columns = Math.toIntExact(shape.get(shape.size() - 1));
    return FloatMatrix.wrap(columns == 0 ? 0 : values.length / columns, columns, values);
  }

  public int[] ints(String name) {
    var buffer = file.longs(name);
    return IntStream.range(0, buffer.remaining()).map(i -> (int) buffer.get(i)).toArray();
  }

  /** Largest difference over max(1, largest expected entry). */
  public static double error(FloatMatrix actual, FloatMatrix expected) {
    assertThat(actual.toString()).isEqualTo(expected.toString());
    var a = new float[actual.rows() * actual.columns()];
    var b = new float[a.length];
    actual.buffer().get(a);
    expected.buffer().get(b);
    return error(a, b);
  }

  public static double error(float[] actual, float[] expected) {
    assertThat(actual.length).isEqualTo(expected.length);
    double largest = 1;
    double difference = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      double apart = Math.abs(actual[i] - expected[i]);
      difference = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(difference, apart);
    }
    return difference / largest;
  }

  public static void assertClose(FloatMatrix actual, FloatMatrix expected, double limit) {
    assertThat(error(actual, expected)).isLessThanOrEqualTo(limit);
  }

  public static DecodedImage image(String name) {
    try {
      var image = ImageIO.read(DIRECTORY.resolve("images").resolve(name).toFile());
      var rgb = new byte[3 * image.getWidth() * image.getHeight()];
      for (int i = 0; i < rgb.length / 3; i++) {
        int pixel = image.getRGB(i % image.getWidth(), i / image.getWidth());
        rgb[3 * i] = (byte) (pixel >> 16);
        rgb[3 * i + 1] = (byte) (pixel >> 8);
        rgb[3 * i + 2] = (byte) pixel;
      }
      return DecodedImage.wrap(image.getWidth(), image.getHeight(), rgb);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
