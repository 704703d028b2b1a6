package io.alignstream.deploy.sheet;

import io.alignstream.deploy.sheet.ContactSheet.Card;
import io.alignstream.deploy.sheet.ContactSheet.Line;
import io.alignstream.deploy.sheet.ContactSheet.Mark;
import io.alignstream.deploy.sheet.ContactSheet.Outline;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** A card on a PNG sheet: the picture in a square, lines below it. */
record PngCard(Graphics2D paint, Card card) {
  private static final int EDGE = 4; // pixels, as all of these
  private static final int INSET = 10;
  private static final int BETWEEN = 3;
  private static final Color EMPTY = new Color(0xe9ecf0);
  private static final Stroke LINE = new BasicStroke(2.5f);
  private static final Stroke DASHES =
      new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {6, 4}, 0);

  /** How high it is at this width, in pixels. */
  int height(int width) {
    int height = EDGE + width + INSET;
    for (var line : card.lines()) {
      height += Text.BODY.height(paint, line.text(), answer(line), width - 2 * INSET) + BETWEEN;
    }
    return height + INSET - BETWEEN;
  }

  void draw(int x, int y, int width, int height) {
    paint.setColor(Color.WHITE);
    paint.fillRect(x, y, width, height);
    paint.setColor(colour(card.mark()));
    paint.fillRect(x, y, width, EDGE);
    picture((Graphics2D) paint.create(x, y + EDGE, width, width), width);
    int at = y + EDGE + width + INSET;
    for (var line : card.lines()) {
      at +=
          BETWEEN
              + Text.BODY.draw(
                  paint,
                  line.text(),
                  answer(line),
                  colour(line.mark()),
                  x + INSET,
                  at,
                  width - 2 * INSET);
    }
  }

  private static String answer(Line line) {
    var sign =
        switch (line.mark()) {
          case RIGHT -> " ✓";
          case WRONG -> " ✗";
          case MEANT, PLAIN -> "";
        };
    return (line.answer() + sign).strip();
  }

  /** In the middle of a square, its boxes over it; what would stand out is cut off. */
  private void picture(Graphics2D square, int width) {
    square.setColor(EMPTY);
    square.fillRect(0, 0, width, width);
    float scale = (float) width / Math.max(card.width(), card.height());
    int wide = Math.round(scale * card.width());
    int high = Math.round(scale * card.height());
    square.translate((width - wide) / 2, (width - high) / 2);
    try {
      square.drawImage(ImageIO.read(card.image().stream()), 0, 0, wide, high, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    card.boxes().forEach(outline -> outline(square, outline, scale));
    square.dispose();
  }

  private static void outline(Graphics2D square, Outline outline, float scale) {
    var box = outline.box();
    square.setColor(bright(outline.mark()));
    square.setStroke(outline.mark() == Mark.MEANT ? DASHES : LINE);
    square.draw(
        new Rectangle2D.Float(
            scale * box.x1(),
            scale * box.y1(),
            scale * (box.x2() - box.x1()),
            scale * (box.y2() - box.y1())));
    if (!outline.label().isEmpty()) {
      label(square, outline.label(), scale * box.x1(), scale * box.y1(), scale * box.y2());
    }
  }

  /** Above its box, or below it where there is no room. */
  private static void label(Graphics2D square, String label, float x, float top, float bottom) {
    int high = Text.LABEL.height(square, label, "", Integer.MAX_VALUE / 2);
    int left = Math.round(x);
    int y = Math.round(top >= high ? top - high : bottom);
    square.fillRect(left - 1, y, Text.LABEL.width(square, label) + 5, high);
    Text.LABEL.draw(square, label, left + 1, y, Integer.MAX_VALUE / 2);
  }

  private static Color colour(Mark mark) {
    return switch (mark) {
      case RIGHT -> new Color(0x12855a);
      case WRONG -> new Color(0xcc3344);
      case MEANT -> new Color(0x2563c9);
      case PLAIN -> new Color(0xdfe3e8);
    };
  }

  /** For boxes over pictures. */
  private static Color bright(Mark mark) {
    return switch (mark) {
      case RIGHT -> new Color(0x1fd18b);
      case WRONG -> new Color(0xff4d5e);
      case MEANT -> new Color(0x6aa5ff);
      case PLAIN -> Color.WHITE;
    };
  }
}
