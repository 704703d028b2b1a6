package io.alignstream.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.deploy.tiny.TinyDetector;
import io.alignstream.detect.tsv.ObjectsRow;
import io.alignstream.detect.tsv.TsvFeatures;
import io.alignstream.detect.tsv.TsvFile;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code alignstream detect} and {@code tensors --model vinvl}, as they are called. */
class DetectCommandTest {
  @TempDir private Path folder;
  private Path photos = Path.of("");
  private String model = "";
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeModelAndPictures() throws IOException {
    model = TinyDetector.write(folder.resolve("model")).toString();
    photos = Files.createDirectory(folder.resolve("photos"));
    TinyDetector.picture(photos.resolve("a.png"), Color.RED);
    TinyDetector.picture(photos.resolve("b.png"), Color.BLUE);
  }

  @Test
  void writesRowsThatTheLineReadsAndDrawsBoxes() throws IOException {
    assertThat(detect("--dir", photos.toString(), "--draw")).as(err.toString()).isZero();

    var features = TsvFeatures.open(found());
    for (var key : List.of("a", "b")) {
      var regions = features.find(key).orElseThrow();
      assertThat(regions.imageWidth()).isEqualTo(120);
      assertThat(regions.features().columns()).isEqualTo(128 + 6);
      assertThat(regions.tags()).isNotEmpty();
      assertThat(TinyDetector.NAMES.labels()).containsAll(regions.tags());
    }
    assertThat(found().resolve("imageid2idx.json")).hasContent("{\"a\": 0, \"b\": 1}");
    var drawn = ImageIO.read(found().resolve("a.regions.png").toFile());
    var photo = ImageIO.read(photos.resolve("a.png").toFile());
    assertThat(drawn.getWidth()).isEqualTo(photo.getWidth());
    int changed = 0;
    for (int i = 0; i < 120 * 96; i++) {
      changed += drawn.getRGB(i % 120, i / 120) != photo.getRGB(i % 120, i / 120) ? 1 : 0;
    }
    assertThat(changed).as("pixels of boxes and words").isBetween(100, 120 * 96 - 100);
  }

  @Test
  void writesObjectsWithBoxesAndAttributes() throws IOException {
    assertThat(detect(photos.resolve("a.png").toString(), "--layout", "objects")).isZero();

    var row = ObjectsRow.parse(TsvFile.open(found().resolve("predictions.tsv")).row(0));
    assertThat(row.key()).isEqualTo("a");
    assertThat(row.features().columns()).isEqualTo(128);
    assertThat(row.objects())
        .isNotEmpty()
        .allSatisfy(
            region -> {
              assertThat(region.box().x2()).isBetween(region.box().x1(), 120f);
              assertThat(region.attributes()).isNotEmpty();
            });
  }

  /** A half row is what an interruption leaves; a picture is drawn whenever something is found. */
  @Test
  void goesOnWhereItWasInterrupted() throws IOException {
    assertThat(detect(photos.resolve("a.png").toString(), "--draw")).isZero();
    var predictions = found().resolve("predictions.tsv");
    var first = Files.readAllBytes(predictions);
    Files.writeString(predictions, "b\t{\"feature\": \"AAAA", StandardOpenOption.APPEND);
    Files.delete(found().resolve("a.regions.png"));

    assertThat(detect("--dir", photos.toString(), "--draw")).as(err.toString()).isZero();

    assertThat(found().resolve("a.regions.png")).as("found before").doesNotExist();
    assertThat(found().resolve("b.regions.png")).exists();
    assertThat(Files.readAllBytes(predictions)).startsWith(first);
    assertThat(TsvFile.open(predictions).rows()).isEqualTo(2);
    assertThat(TsvFeatures.open(found()).find("b")).isPresent();
    Files.delete(found().resolve("b.regions.png"));
    assertThat(detect("--dir", photos.toString(), "--draw")).isZero();
    assertThat(found().resolve("b.regions.png")).as("nothing is left to do").doesNotExist();
  }

  @Test
  void oneBadImageIsNamedAndTheOthersAreWritten() throws IOException {
    Files.writeString(photos.resolve("aa.jpg"), "this is no picture");
    Files.createDirectory(photos.resolve("ab.png"));

    assertThat(detect("--dir", photos.toString())).isEqualTo(1);

    assertThat(err.toString())
        .contains("aa.jpg: The image cannot be decoded: it is neither JPEG, PNG, WebP, GIF nor BMP")
        .contains("ab.png: cannot be read");
    assertThat(TsvFile.open(found().resolve("predictions.tsv")).rows()).isEqualTo(2);
  }

  @Test
  void tensorsNamesABadImageAndGoesOn() throws IOException {
    var pixels = FloatBuffer.allocate(2 * 3 * 96 * 96);
    pixels.put(5, Float.NaN);
    var in = folder.resolve("in.safetensors");
    new SafetensorsWriter()
        .floats("images", List.of(2L, 3L, 96L, 96L), pixels)
        .longs("image_sizes", List.of(2L, 2L), LongBuffer.wrap(new long[] {96, 96, 96, 96}))
        .write(in);
    var outputs = folder.resolve("out.safetensors");

    int status =
        run(
            "tensors",
            "--model",
            "vinvl",
            "--checkpoint",
            model,
            "--in",
            in.toString(),
            "--out",
            outputs.toString());

    assertThat(status).isEqualTo(1);
    assertThat(err.toString()).contains("image 0: a pixel is not a finite number");
    var found = Checkpoint.open(outputs);
    assertThat(found.info("boxes.0").shape()).containsExactly(0L, 4L);
    assertThat(found.info("boxes.1").shape().get(0)).isPositive();
  }

  private Path found() {
    return folder.resolve("found");
  }

  private int detect(String... more) {
    var arguments = new java.util.ArrayList<>(List.of("detect", "--model", model));
    arguments.addAll(List.of("--out", found().toString()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return Alignstream.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
