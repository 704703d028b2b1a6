package io.alignstream.deploy.sheet;

import io.alignstream.deploy.sheet.ContactSheet.Card;
import io.alignstream.deploy.sheet.ContactSheet.Line;
import io.alignstream.deploy.sheet.ContactSheet.Mark;
import io.alignstream.deploy.sheet.ContactSheet.Outline;
import io.alignstream.deploy.sheet.ContactSheet.Row;
import io.alignstream.deploy.sheet.ContactSheet.Section;
import io.alignstream.deploy.sheet.ContactSheet.Strip;
import io.alignstream.deploy.sheet.ContactSheet.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A contact sheet as one file of HTML: pictures are embedded, boxes are SVG over them. */
public final class HtmlSheet {
  private static final int PNG = 0x89; // first byte of a PNG
  private static final int ROOM = 12; // for a label above its box

  private HtmlSheet() {}

  /** Writes the file. */
  public static void write(ContactSheet sheet, Path file) {
    try {
      Files.writeString(file, page(sheet));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  /** The whole page. */
  static String page(ContactSheet sheet) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <style>
    %s</style>
    </head>
    <body>
    <header><h1>%s</h1><p>%s</p></header>
    %s%s</body>
    </html>
    """
        .formatted(
            escaped(sheet.title()),
            style(),
            escaped(sheet.title()),
            escaped(sheet.subtitle()),
            each(sheet.sections(), HtmlSheet::section),
            each(sheet.tables(), HtmlSheet::table));
  }

  private static String section(Section section) {
    return "<section><h2>%s</h2>\n%s</section>\n"
        .formatted(escaped(section.title()), each(section.strips(), HtmlSheet::strip));
  }

  private static String strip(Strip strip) {
    var heading =
        strip.heading().isEmpty() ? "" : "<h3>%s</h3>\n".formatted(escaped(strip.heading()));
    return "%s<div class=\"strip\">\n%s</div>\n"
        .formatted(heading, each(strip.cards(), HtmlSheet::card));
  }

  private static String card(Card card) {
    return """
    <figure class="%s">
    <svg viewBox="0 0 %d %d"><image href="%s" width="%d" height="%d"/>%s</svg>
    <figcaption>%s</figcaption>
    </figure>
    """
        .formatted(
            name(card.mark()),
            card.width(),
            card.height(),
            data(card.image().toArray()),
            card.width(),
            card.height(),
            each(card.boxes(), HtmlSheet::outline),
            each(card.lines(), HtmlSheet::line));
  }

  private static String outline(Outline outline) {
    var box = outline.box();
    var label =
        outline.label().isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\">%s</text>",
                box.x1() + 1,
                box.y1() > ROOM ? box.y1() - 3 : box.y2() + ROOM - 1,
                escaped(outline.label()));
    return String.format(
        Locale.ROOT,
        "<g class=\"%s\"><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>%s</g>",
        name(outline.mark()),
        box.x1(),
        box.y1(),
        box.x2() - box.x1(),
        box.y2() - box.y1(),
        label);
  }

  private static String line(Line line) {
    var answer = line.answer().isEmpty() ? "" : " <b>%s</b>".formatted(escaped(line.answer()));
    return "<p class=\"%s\">%s%s</p>".formatted(name(line.mark()), escaped(line.text()), answer);
  }

  private static String table(Table table) {
    return "<section><table>\n%s%s</table></section>\n"
        .formatted(row(table.header()), each(table.rows(), HtmlSheet::row));
  }

  private static String row(Row row) {
    return "<tr><th>%s</th>%s</tr>\n"
        .formatted(
            escaped(row.name()), each(row.cells(), cell -> "<td>%s</td>".formatted(escaped(cell))));
  }

  private static <A> String each(List<A> all, Function<A, String> one) {
    return all.stream().map(one).collect(Collectors.joining());
  }

  private static String name(Mark mark) {
    return mark.name().toLowerCase(Locale.ROOT);
  }

  private static String data(byte[] image) {
    var type = image.length > 0 && (image[0] & 0xff) == PNG ? "png" : "jpeg";
    return "data:image/%s;base64,%s".formatted(type, Base64.getEncoder().encodeToString(image));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String style() {
    try (var stream = HtmlSheet.class.getResourceAsStream("sheet.css")) {
      return new String(
          Objects.requireNonNull(stream, "sheet.css").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
