package io.alignstream.deploy.ask;

import io.alignstream.deploy.ask.Search.Hit;
import io.alignstream.deploy.sheet.ContactSheet;
import io.alignstream.deploy.sheet.ContactSheet.Card;
import io.alignstream.deploy.sheet.ContactSheet.Line;
import io.alignstream.deploy.sheet.ContactSheet.Mark;
import io.alignstream.deploy.sheet.ContactSheet.Section;
import io.alignstream.deploy.sheet.ContactSheet.Strip;
import io.alignstream.deploy.sheet.HtmlSheet;
import io.alignstream.deploy.sheet.PngSheet;
import io.alignstream.detect.draw.RegionsPicture;
import io.alignstream.schemas.line.Bytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** What a search found, to look at: a strip a text, its hits with what the detector saw in them. */
public final class SearchSheet {
  private SearchSheet() {}

  /** Whether a file's name says that it is a sheet: PNG or HTML. */
  public static boolean canBe(Path file) {
    return name(file).endsWith(".png") || isPage(file);
  }

  private static boolean isPage(Path file) {
    return name(file).endsWith(".html") || name(file).endsWith(".htm");
  }

  private static String name(Path file) {
    return file.toString().toLowerCase(Locale.ROOT);
  }

  /**
   * Draws it.
   *
   * @param found the hits of each text
   * @param file a {@code .png} or an {@code .html} page
   */
  public static void write(FileLine line, List<String> texts, List<List<Hit>> found, Path file) {
    var strips = new ArrayList<Strip>();
    for (int t = 0; t < texts.size(); t++) {
      var cards = found.get(t).stream().map(hit -> card(line, hit)).toList();
      strips.add(new Strip(texts.get(t), cards));
    }
    var sheet =
        new ContactSheet(
            "Alignstream: search",
            "Pictures that a text describes, best first, with what the detector sees in them.",
            List.of(new Section("Text → image", strips)),
            List.of());
    if (isPage(file)) {
      HtmlSheet.write(sheet, file);
    } else {
      PngSheet.write(sheet, file);
    }
  }

  private static Card card(FileLine line, Hit hit) {
    var seen = line.see(hit.file());
    var picture = RegionsPicture.draw(seen.image(), seen.regions());
    return new Card(
        png(picture),
        picture.getWidth(),
        picture.getHeight(),
        Mark.PLAIN,
        List.of(),
        List.of(
            new Line(String.valueOf(hit.file().getFileName()), "", Mark.PLAIN),
            new Line(hit.scores(), "", Mark.PLAIN)));
  }

  /** Whatever format the file has, a page shows PNG. */
  private static Bytes png(BufferedImage picture) {
    try {
      var bytes = new ByteArrayOutputStream();
      ImageIO.write(picture, "png", bytes);
      return Bytes.wrap(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
