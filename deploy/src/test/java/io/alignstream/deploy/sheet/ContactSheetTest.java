package io.alignstream.deploy.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.deploy.sheet.ContactSheet.Card;
import io.alignstream.deploy.sheet.ContactSheet.Line;
import io.alignstream.deploy.sheet.ContactSheet.Mark;
import io.alignstream.deploy.sheet.ContactSheet.Outline;
import io.alignstream.deploy.sheet.ContactSheet.Row;
import io.alignstream.deploy.sheet.ContactSheet.Section;
import io.alignstream.deploy.sheet.ContactSheet.Strip;
import io.alignstream.deploy.sheet.ContactSheet.Table;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.Bytes;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {
  private static final int WIDTH = 100;
  private static final int HEIGHT = 80;

  @TempDir private Path directory;

  @Test
  void htmlHoldsPicturesBoxesAndWordsAndNeedsNothingElse() throws IOException {
    var file = directory.resolve("sheet.html");
    HtmlSheet.write(sheet(), file);
    var html = Files.readString(file);
    assertThat(html)
        .contains("<title>Title &amp; more</title>")
        .contains("data:image/png;base64,")
        .contains("<svg viewBox=\"0 0 100 80\">")
        .contains("<g class=\"right\"><rect x=\"10.0\" y=\"20.0\" width=\"30.0\" height=\"40.0\"/>")
        .contains(">0.97</text>")
        .contains("what is &lt;it&gt; ? <b>red</b>")
        .contains("<td>0.950</td>")
        .doesNotContain("http:")
        .doesNotContain("https:");
  }

  @Test
  void pngShowsThePictureWithItsBox() throws IOException {
    var file = directory.resolve("sheet.png");
    PngSheet.write(sheet(), file);
    var image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(1180);
    assertThat(image.getHeight()).isBetween(400, 1200);
    assertThat(count(image, new Color(0x123456))).as("pixels of the picture").isGreaterThan(20_000);
    assertThat(count(image, new Color(0x1fd18b))).as("pixels of the box").isGreaterThan(300);
  }

  private static int count(BufferedImage image, Color colour) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += image.getRGB(x, y) == colour.getRGB() ? 1 : 0;
      }
    }
    return count;
  }

  private static ContactSheet sheet() throws IOException {
    var card =
        new Card(
            picture(),
            WIDTH,
            HEIGHT,
            Mark.RIGHT,
            List.of(new Outline(new Box(10, 20, 40, 60), "0.97", Mark.RIGHT)),
            List.of(new Line("what is <it> ?", "red", Mark.RIGHT)));
    return new ContactSheet(
        "Title & more",
        "subtitle",
        List.of(new Section("section", List.of(new Strip("heading", List.of(card, card))))),
        List.of(
            new Table(
                new Row("name", List.of("figure")), List.of(new Row("vqa", List.of("0.950"))))));
  }

  private static Bytes picture() throws IOException {
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    var paint = image.createGraphics();
    paint.setColor(new Color(0x123456));
    paint.fillRect(0, 0, WIDTH, HEIGHT);
    paint.dispose();
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return Bytes.wrap(bytes.toByteArray());
  }
}
