package io.alignstream.deploy.sheet;

import io.alignstream.deploy.sheet.ContactSheet.Card;
import io.alignstream.deploy.sheet.ContactSheet.Row;
import io.alignstream.deploy.sheet.ContactSheet.Section;
import io.alignstream.deploy.sheet.ContactSheet.Strip;
import io.alignstream.deploy.sheet.ContactSheet.Table;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** A contact sheet as one PNG. */
public final class PngSheet {
  private static final int WIDTH = 1180;
  private static final int MARGIN = 32;
  private static final int GAP = 16;
  private static final int COLUMNS = 4;
  private static final int COLUMN = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS;
  private static final int NAME = 300; // of a table
  private static final int CELL = 120;
  private static final int HIGHEST = 20_000;
  private static final Color GROUND = new Color(0xf5f6f8);
  private static final Color RULE = new Color(0xdfe3e8);

  private final Graphics2D paint;
  private int y = MARGIN;

  private PngSheet(Graphics2D paint) {
    this.paint = paint;
  }

  /**
   * Writes the file.
   *
   * @throws IllegalStateException if this Java has no fonts
   */
  public static void write(ContactSheet sheet, Path file) {
    try {
      int height = draw(sheet, new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
      var image = new BufferedImage(WIDTH, Math.min(height, HIGHEST), BufferedImage.TYPE_INT_RGB);
      draw(sheet, image);
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    } catch (InternalError | LinkageError e) { // how AWT says that it finds no fonts
      throw new IllegalStateException("this Java has no fonts", e);
    }
  }

  /** Draws, and says how high the page is. */
  private static int draw(ContactSheet sheet, BufferedImage image) {
    var paint = image.createGraphics();
    try {
      paint.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      paint.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      paint.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      paint.setColor(GROUND);
      paint.fillRect(0, 0, image.getWidth(), image.getHeight());
      return new PngSheet(paint).page(sheet);
    } finally {
      paint.dispose();
    }
  }

  private int page(ContactSheet sheet) {
    y += Text.TITLE.draw(paint, sheet.title(), MARGIN, y, WIDTH - 2 * MARGIN);
    y += Text.SOFT.draw(paint, sheet.subtitle(), MARGIN, y + 2, WIDTH - 2 * MARGIN) + 2;
    sheet.sections().forEach(this::section);
    sheet.tables().forEach(this::table);
    return y + MARGIN;
  }

  private void section(Section section) {
    y += 26;
    y += Text.SECTION.draw(paint, section.title(), MARGIN, y, WIDTH - 2 * MARGIN) + 4;
    rule(MARGIN, y, WIDTH - 2 * MARGIN);
    y += 10;
    section.strips().forEach(this::strip);
  }

  private void strip(Strip strip) {
    if (!strip.heading().isEmpty()) {
      y += Text.HEADING.draw(paint, strip.heading(), MARGIN, y + 4, WIDTH - 2 * MARGIN) + 10;
    }
    var cards = strip.cards();
    for (int from = 0; from < cards.size(); from += COLUMNS) {
      row(cards.subList(from, Math.min(cards.size(), from + COLUMNS)));
    }
  }

  private void row(List<Card> cards) {
    int highest =
        cards.stream().mapToInt(card -> new PngCard(paint, card).height(COLUMN)).max().orElse(0);
    for (int i = 0; i < cards.size(); i++) {
      new PngCard(paint, cards.get(i)).draw(MARGIN + i * (COLUMN + GAP), y, COLUMN, highest);
    }
    y += highest + GAP;
  }

  private void table(Table table) {
    y += 26;
    row(table.header(), Text.HEADING);
    table.rows().forEach(row -> row(row, Text.BODY));
  }

  private void row(Row row, Text kind) {
    int height = kind.draw(paint, row.name(), MARGIN, y, NAME);
    for (int i = 0; i < row.cells().size(); i++) {
      var text = row.cells().get(i);
      int right = MARGIN + NAME + (i + 1) * CELL;
      kind.draw(paint, text, right - kind.width(paint, text), y, CELL);
    }
    y += height + 4;
    rule(MARGIN, y, NAME + CELL * row.cells().size());
    y += 4;
  }

  private void rule(int x, int at, int width) {
    paint.setColor(RULE);
    paint.fillRect(x, at, width, 1);
  }
}
