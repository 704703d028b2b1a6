package io.alignstream.deploy.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.detect.cache.CachedDetector;
import io.alignstream.detect.cache.DetectionCache;
import io.alignstream.detect.stage.Detector;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Region;
import io.alignstream.schemas.line.Regions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectedImagesTest {
  @TempDir private Path directory;

  /** Sees one thing that fills the image, and remembers how wide the images were. */
  private static final class OneThing implements Detector {
    private final List<Integer> widths = new ArrayList<>();

    @Override
    public String modelVersion() {
      return "one thing";
    }

    @Override
    public List<Outcome<Regions>> detect(List<DecodedImage> images) {
      return images.stream().map(this::detect).toList();
    }

    private Outcome<Regions> detect(DecodedImage image) {
      widths.add(image.width());
      var box = new Box(0, 0, image.width(), image.height());
      var features = FloatMatrix.wrap(1, 2, new float[] {image.width(), 1});
      var region = new Region(box, "thing", 0.9f, List.of());
      return Outcome.accepted(
          new Regions(image.width(), image.height(), List.of(region), features));
    }
  }

  @Test
  void looksOnceAtAnImageAndFindsItByItsName() throws IOException {
    write("17.png", 20);
    write("a.b.png", 30);
    var detector = new OneThing();
    var cache = directory.resolve("cache");
    for (int life = 0; life < 2; life++) {
      var images =
          DetectedImages.of(
              directory, new CachedDetector(detector, DetectionCache.open(cache, 1 << 20)));
      for (int epoch = 0; epoch < 2; epoch++) {
        var seen = images.find("17");
        assertThat(seen.tags()).containsExactly("thing");
        assertThat(seen.boxes()).containsExactly(new Box(0, 0, 20, 10));
        assertThat(seen.features().get(0, 0)).isEqualTo(20);
        assertThat(images.find("a.b").features().get(0, 0)).isEqualTo(30);
      }
    }
    assertThat(detector.widths).containsExactly(20, 30);
  }

  @Test
  void namesWhatIsMissingOrNoImage() throws IOException {
    Files.writeString(directory.resolve("bad.png"), "no picture");
    var images = DetectedImages.of(directory, new OneThing());
    assertThatThrownBy(() -> images.find("nowhere"))
        .hasMessageContaining("no image 'nowhere'")
        .hasMessageContaining(directory.toString());
    assertThatThrownBy(() -> images.find("bad")).hasMessageContaining("bad.png");
  }

  @Test
  void aMissingDetectorIsNamed() {
    var nowhere = directory.resolve("nowhere");
    assertThatThrownBy(() -> DetectedImages.open(directory, nowhere, directory, 1))
        .hasMessageContaining(nowhere.toString());
  }

  private void write(String name, int width) throws IOException {
    var image = new BufferedImage(width, 10, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", directory.resolve(name).toFile());
  }
}
