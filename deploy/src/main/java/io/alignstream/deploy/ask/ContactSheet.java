package io.alignstream.deploy.ask;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Rows of small pictures under titles.
 *
 * @param rows from the top
 */
public record ContactSheet(List<Row> rows) {
  private static final int SIDE = 200; // pixels of a cell
  private static final int GAP = 12;
  private static final int LINE = 18; // of text

  /** Copies the rows. */
  public ContactSheet {
    rows = List.copyOf(rows);
  }

  /** What was asked, and the pictures that answer. */
  public record Row(String title, List<Cell> cells) {
    /** Copies the cells. */
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /**
   * A picture.
   *
   * @param lines what stands below it
   */
  public record Cell(BufferedImage picture, List<String> lines) {
    /** Copies the lines. */
    public Cell {
      lines = List.copyOf(lines);
    }
  }

  /** Whether a file's name says that it is a sheet: PNG or HTML. */
  public static boolean canBe(Path file) {
    var name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".png") || isPage(file);
  }

  private static boolean isPage(Path file) {
    var name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".html") || name.endsWith(".htm");
  }

  /** Writes a picture, or a page that holds its pictures, as the file's name says. */
  public void write(Path file) throws IOException {
    Files.write(file, isPage(file) ? page().getBytes(StandardCharsets.UTF_8) : png(draw()));
  }

  private BufferedImage draw() {
    int columns = Math.max(1, rows.stream().mapToInt(row -> row.cells().size()).max().orElse(1));
    int texts =
        rows.stream()
            .flatMap(row -> row.cells().stream())
            .mapToInt(cell -> cell.lines().size())
            .max()
            .orElse(0);
    int high = LINE + SIDE + texts * LINE + 2 * GAP;
    var sheet =
        new BufferedImage(
            GAP + columns * (SIDE + GAP), GAP + rows.size() * high, BufferedImage.TYPE_INT_RGB);
    var paint = sheet.createGraphics();
    paint.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    paint.setColor(Color.WHITE);
    paint.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    for (int r = 0; r < rows.size(); r++) {
      int top = GAP + r * high;
      var row = rows.get(r);
      text(paint, Font.BOLD, row.title(), GAP, top, sheet.getWidth() - 2 * GAP);
      for (int c = 0; c < row.cells().size(); c++) {
        draw(paint, row.cells().get(c), GAP + c * (SIDE + GAP), top + LINE + GAP / 2);
      }
    }
    paint.dispose();
    return sheet;
  }

  private static void draw(Graphics2D paint, Cell cell, int left, int top) {
    var small = small(cell.picture());
    paint.drawImage(small, left, top, null);
    for (int i = 0; i < cell.lines().size(); i++) {
      text(paint, Font.PLAIN, cell.lines().get(i), left, top + SIDE + i * LINE, SIDE);
    }
  }

  /** Cut at the right where it is too long. */
  private static void text(Graphics2D paint, int style, String text, int left, int top, int width) {
    paint.setFont(new Font(Font.SANS_SERIF, style, 12));
    paint.setColor(Color.BLACK);
    var metrics = paint.getFontMetrics();
    int length = text.length();
    while (length > 0 && metrics.stringWidth(text.substring(0, length)) > width) {
      length--;
    }
    paint.drawString(text.substring(0, length), left, top + metrics.getAscent());
  }

  /** Fits a cell, its sides in proportion. */
  private static BufferedImage small(BufferedImage picture) {
    double scale = (double) SIDE / Math.max(picture.getWidth(), picture.getHeight());
    int width = Math.max(1, (int) Math.round(scale * picture.getWidth()));
    int height = Math.max(1, (int) Math.round(scale * picture.getHeight()));
    var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var paint = small.createGraphics();
    paint.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    paint.drawImage(picture, 0, 0, width, height, null);
    paint.dispose();
    return small;
  }

  private String page() throws IOException {
    var page = new StringBuilder();
    page.append("<!doctype html><meta charset=\"utf-8\"><title>Alignstream</title>\n");
    page.append("<style>body{font:14px sans-serif}figure{display:inline-block;margin:6px;");
    page.append("vertical-align:top;max-width:").append(SIDE).append("px}</style>\n");
    for (var row : rows) {
      page.append("<h2>").append(escaped(row.title())).append("</h2>\n");
      for (var cell : row.cells()) {
        page.append("<figure><img alt=\"\" src=\"data:image/png;base64,")
            .append(Base64.getEncoder().encodeToString(png(small(cell.picture()))))
            .append("\"><figcaption>")
            .append(String.join("<br>", cell.lines().stream().map(ContactSheet::escaped).toList()))
            .append("</figcaption></figure>\n");
      }
    }
    return page.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static byte[] png(BufferedImage picture) throws IOException {
    var bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, "png", bytes)) {
      throw new IOException("this JDK writes no PNG");
    }
    return bytes.toByteArray();
  }
}
