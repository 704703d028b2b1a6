package io.alignstream.deploy.sheet;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;

/** Kinds of text on a PNG sheet, and how they are broken into lines. */
enum Text {
  TITLE(Font.BOLD, 25, 0x1d2530),
  SECTION(Font.BOLD, 17, 0x1d2530),
  HEADING(Font.BOLD, 13, 0x1d2530),
  BODY(Font.PLAIN, 12, 0x1d2530),
  SOFT(Font.PLAIN, 13, 0x66707c),
  LABEL(Font.BOLD, 11, 0x101418);

  private static final Color NOWHERE = new Color(0, true);

  private final int style;
  private final int size;
  private final int rgb;

  Text(int style, int size, int rgb) {
    this.style = style;
    this.size = size;
    this.rgb = rgb;
  }

  private Font font() {
    return new Font(Font.SANS_SERIF, style, size);
  }

  /** Pixels that it takes across in one line. */
  int width(Graphics2D paint, String text) {
    return paint.getFontMetrics(font()).stringWidth(text);
  }

  /** Draws into a width from the upper left corner; gives the height. */
  int draw(Graphics2D paint, String text, int x, int y, int width) {
    return draw(paint, text, "", NOWHERE, x, y, width);
  }

  /** The height of {@link #draw(Graphics2D, String, String, Color, int, int, int)}. */
  int height(Graphics2D paint, String text, String more, int width) {
    return place(paint, text, more, NOWHERE, NOWHERE, 0, 0, width);
  }

  /**
   * Draws a text and more of it in another colour.
   *
   * @param more may be empty
   * @return pixels that it takes down
   */
  int draw(Graphics2D paint, String text, String more, Color colour, int x, int y, int width) {
    return place(paint, text, more, new Color(rgb), colour, x, y, width);
  }

  private int place(
      Graphics2D paint,
      String text,
      String more,
      Color first,
      Color then,
      int x,
      int y,
      int width) {
    paint.setFont(font());
    var metrics = paint.getFontMetrics();
    int space = metrics.charWidth(' ');
    int line = y;
    int at = x;
    var words = (text + " " + more).strip().split(" ", -1);
    int own = text.isEmpty() ? 0 : text.split(" ", -1).length;
    for (int i = 0; i < words.length; i++) {
      int wide = metrics.stringWidth(words[i]);
      if (at > x && at + wide > x + width) {
        at = x;
        line += metrics.getHeight();
      }
      paint.setColor(i < own ? first : then);
      paint.drawString(words[i], at, line + metrics.getAscent());
      at += wide + space;
    }
    return line + metrics.getHeight() - y;
  }
}
