package io.alignstream.detect.vinvl;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.detect.Goldens;
import io.alignstream.detect.boxes.Nms;
import io.alignstream.detect.draw.RegionsPicture;
import io.alignstream.detect.model.FasterRcnn;
import io.alignstream.detect.pixels.Size;
import io.alignstream.detect.pixels.SizeRule;
import io.alignstream.detect.select.SelectionParityTest;
import io.alignstream.detect.tsv.DetectionFiles;
import io.alignstream.detect.tsv.FeatureRow;
import io.alignstream.detect.tsv.TsvFeatures;
import io.alignstream.detect.tsv.TsvFile;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.schemas.line.DecodedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From decoded images to what the line and the files get. */
class VinvlDetectorTest {
  private static final DecodedImage A = Goldens.image("coco_test_small.png");
  private static final DecodedImage B = Goldens.image("synth.v1.png");

  private static FasterRcnn network;
  private static VinvlDetector detector;

  @TempDir private Path directory;

  @BeforeAll
  static void open() {
    var model = ModelDirectory.open(Goldens.DIRECTORY);
    network = model.load(DeviceSettings.cpu());
    var extracting =
        network.under(
            model.config().rpn().test(), SelectionParityTest.rules("extract", Nms.TORCHVISION));
    detector = new VinvlDetector("test", extracting, model.names(), 2);
  }

  @AfterAll
  static void close() {
    network.close();
  }

  /** What MVPTR's script wrote for the same images with the same weights. */
  @Test
  void extractsWhatTheReferencesScriptExtracts() {
    var file = TsvFile.open(Goldens.DIRECTORY.resolve("mvptr/extract/predictions.tsv"));
    var found = detector.detect(List.of(A, B));
    for (int row = 0; row < 2; row++) {
      var expected = FeatureRow.parse(file.row(row));
      var regions = found.get(row).toOptional().orElseThrow();
      assertThat(regions.tags()).isEqualTo(expected.tags());
      Goldens.assertClose(regions.features(), expected.features(), 1e-3);
    }
  }

  @Test
  void givesBoxesOfTheOriginalImage() {
    var expected = Goldens.of("detections.safetensors").matrix("a/tv/extract/0/boxes_original");
    var regions = detector.detect(List.of(A)).get(0).toOptional().orElseThrow();
    assertThat(regions.imageWidth()).isEqualTo(320);
    for (int i = 0; i < expected.rows(); i++) {
      var box = regions.regions().get(i).box();
      var own = new float[] {box.x1(), box.y1(), box.x2(), box.y2()};
      assertThat(Goldens.error(own, expected.copyRow(i))).isLessThan(1e-3);
    }
  }

  @Test
  void resultsDoNotDependOnTheBatch() {
    var alone = detector.detect(List.of(A)).get(0).toOptional().orElseThrow();
    var among = detector.detect(List.of(B, A, A)).get(2).toOptional().orElseThrow();
    assertThat(among.tags()).isEqualTo(alone.tags());
    Goldens.assertClose(among.features(), alone.features(), 1e-4);
  }

  @Test
  void oneBadImageIsRejectedAlone() {
    var needle = DecodedImage.wrap(1, 100_000, new byte[300_000]);
    var dot = DecodedImage.wrap(1, 1, new byte[] {9, 8, 7});
    var found = detector.detect(List.of(A, needle, dot));

    assertThat(found.get(0).toOptional()).isPresent();
    assertThat(found.get(2).toOptional()).isPresent();
    assertThat(found.get(1).<String>fold(regions -> "", reason -> reason.message(), deleted -> ""))
        .contains("1 × 100000")
        .contains("cannot be resized");
  }

  /** An image of 10,000 × 10 pixels is one of 1000 × 1 to the network under the real size rule. */
  @Test
  void aNeedleIsOnePixelThinAndFine() {
    assertThat(new SizeRule(600, 1000).apply(10_000, 10)).isEqualTo(new Size(1000, 1));
    for (var size : List.of(new Size(1000, 1), new Size(1, 1000), new Size(1, 1))) {
      var pixels = FloatBuffer.allocate(3 * size.width() * size.height());
      var found = network.detect(pixels, size, List.of(size)).get(0).toOptional().orElseThrow();
      assertThat(found.detections())
          .allSatisfy(
              detection -> {
                assertThat(detection.box().x2()).isBetween(0f, size.width() - 1f);
                assertThat(detection.box().y2()).isBetween(0f, size.height() - 1f);
              });
    }
  }

  @Test
  void writesDirectoriesThatFeedTheLineAndGoesOn() throws IOException {
    var a = detector.detect(List.of(A)).get(0).toOptional().orElseThrow();
    var b = detector.detect(List.of(B)).get(0).toOptional().orElseThrow();
    for (var layout : DetectionFiles.Layout.values()) {
      var out = directory.resolve(layout.name());
      try (var files = new DetectionFiles(out, layout)) {
        files.write("a", a);
      }
      Files.delete(out.resolve("imageid2idx.json"));
      try (var files = new DetectionFiles(out, layout)) {
        assertThat(files.done()).containsExactly("a");
        files.write("b", b);
      }
      assertThat(out.resolve("imageid2idx.json")).hasContent("{\"a\": 0, \"b\": 1}");
      var read = TsvFeatures.open(out).find("b").orElseThrow();
      assertThat(read.tags()).isEqualTo(b.tags());
      Goldens.assertClose(read.features(), b.features(), 1e-6);
      assertThat(read.imageWidth()).isEqualTo(B.width());
    }
  }

  @Test
  void drawsWhatItFound() throws IOException {
    var regions = detector.detect(List.of(A)).get(0).toOptional().orElseThrow();
    var file = directory.resolve("a.png");
    RegionsPicture.write(A, regions, file);
    var drawn = javax.imageio.ImageIO.read(file.toFile());
    assertThat(drawn.getWidth()).isEqualTo(A.width());
    int changed = 0;
    for (int x = 0; x < drawn.getWidth(); x++) {
      changed += (drawn.getRGB(x, 100) & 0xffffff) != A.pixel(x, 100) ? 1 : 0;
    }
    assertThat(changed).isPositive();
  }

  @Test
  void versionsFollowTheWeights() {
    var model = ModelDirectory.open(Goldens.DIRECTORY);
    assertThat(model.version()).matches("vinvl-[0-9a-f]{12}").isEqualTo(model.version());
    assertThat(model.names().label(2)).isEqualTo("baby");
  }
}
