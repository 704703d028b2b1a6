package io.alignstream.detect.stage;

import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Region;
import io.alignstream.schemas.line.Regions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Not a learned model: the image in 3 × 3 cells, each labelled with the basic colour nearest to its
 * mean. Its score is the share of the cell's pixels of that colour. It stands in the line until a
 * trained checkpoint is named.
 */
public final class ColourGridDetector implements Detector {
  private static final int CELLS = 3;
  private static final int FEATURE_SIZE = 9;
  private static final Map<String, Integer> COLOURS =
      Map.of(
          "black", 0x000000, "white", 0xffffff, "grey", 0x808080, "red", 0xd02020, "green",
          0x208020, "blue", 0x2040d0, "yellow", 0xe8d020, "orange", 0xf08020, "purple", 0x802090,
          "brown", 0x704020);

  @Override
  public String modelVersion() {
    return "colour-grid-1";
  }

  @Override
  public List<Outcome<Regions>> detect(List<DecodedImage> images) {
    return images.stream().map(image -> Outcome.accepted(detect(image))).toList();
  }

  private static Regions detect(DecodedImage image) {
    int columns = Math.min(CELLS, image.width());
    int rows = Math.min(CELLS, image.height());
    var regions = new ArrayList<Region>();
    var features = new float[rows * columns * FEATURE_SIZE]; // [R, 3 colours + 6 geometry]
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        var box =
            new Box(
                border(column, columns, image.width()),
                border(row, rows, image.height()),
                border(column + 1, columns, image.width()),
                border(row + 1, rows, image.height()));
        var mean = mean(image, box);
        var label = nearest(mean);
        describe(image, box, mean, features, regions.size() * FEATURE_SIZE);
        regions.add(new Region(box, label, share(image, box, label), List.of()));
      }
    }
    return new Regions(
        image.width(),
        image.height(),
        regions,
        FloatMatrix.wrap(regions.size(), FEATURE_SIZE, features));
  }

  /** Where a cell begins: a whole pixel. */
  private static float border(int cell, int cells, int pixels) {
    int pixel = cell * pixels / cells;
    return pixel;
  }

  private static int mean(DecodedImage image, Box box) {
    long red = 0;
    long green = 0;
    long blue = 0;
    long pixels = 0;
    for (int y = (int) box.y1(); y < (int) box.y2(); y++) {
      for (int x = (int) box.x1(); x < (int) box.x2(); x++) {
        int pixel = image.pixel(x, y);
        red += pixel >> 16;
        green += pixel >> 8 & 0xff;
        blue += pixel & 0xff;
        pixels++;
      }
    }
    return (int) (red / pixels) << 16 | (int) (green / pixels) << 8 | (int) (blue / pixels);
  }

  private static float share(DecodedImage image, Box box, String label) {
    int same = 0;
    int pixels = 0;
    for (int y = (int) box.y1(); y < (int) box.y2(); y++) {
      for (int x = (int) box.x1(); x < (int) box.x2(); x++) {
        same += nearest(image.pixel(x, y)).equals(label) ? 1 : 0;
        pixels++;
      }
    }
    return (float) same / pixels;
  }

  private static String nearest(int pixel) {
    return COLOURS.entrySet().stream()
        .min(
            java.util.Comparator.<Map.Entry<String, Integer>>comparingInt(
                    colour -> distance(colour.getValue(), pixel))
                .thenComparing(Map.Entry::getKey))
        .orElseThrow()
        .getKey();
  }

  private static int distance(int a, int b) {
    int red = (a >> 16) - (b >> 16);
    int green = (a >> 8 & 0xff) - (b >> 8 & 0xff);
    int blue = (a & 0xff) - (b & 0xff);
    return red * red + green * green + blue * blue;
  }

  private static void describe(DecodedImage image, Box box, int mean, float[] features, int at) {
    float width = image.width();
    float height = image.height();
    var row =
        new float[] {
          (mean >> 16) / 255f,
          (mean >> 8 & 0xff) / 255f,
          (mean & 0xff) / 255f,
          box.x1() / width,
          box.y1() / height,
          box.x2() / width,
          box.y2() / height,
          (box.x2() - box.x1()) / width,
          (box.y2() - box.y1()) / height
        };
    System.arraycopy(row, 0, features, at, FEATURE_SIZE);
  }
}
