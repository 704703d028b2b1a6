package io.alignstream.deploy.sheet;

import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.Bytes;
import java.util.List;

/**
 * What a contact sheet shows.
 *
 * @param subtitle a sentence below the title
 * @param tables what is measured
 */
public record ContactSheet(
    String title, String subtitle, List<Section> sections, List<Table> tables) {
  /** How something is to be taken. */
  public enum Mark {
    /** It is right. */
    RIGHT,
    /** It is wrong. */
    WRONG,
    /** It would have been right. */
    MEANT,
    /** Nobody judges it. */
    PLAIN
  }

  /** Strips that belong together. */
  public record Section(String title, List<Strip> strips) {
    /** Copies the list. */
    public Section {
      strips = List.copyOf(strips);
    }
  }

  /**
   * Cards side by side.
   *
   * @param heading what they have in common; may be empty
   */
  public record Strip(String heading, List<Card> cards) {
    /** Copies the list. */
    public Strip {
      cards = List.copyOf(cards);
    }
  }

  /**
   * A picture and what is said of it.
   *
   * @param image encoded, JPEG or PNG
   * @param width of the picture in pixels
   * @param height of the picture in pixels
   * @param mark of the card as a whole
   * @param boxes drawn over the picture
   * @param lines below it
   */
  public record Card(
      Bytes image, int width, int height, Mark mark, List<Outline> boxes, List<Line> lines) {
    /** Copies the lists. */
    public Card {
      boxes = List.copyOf(boxes);
      lines = List.copyOf(lines);
    }
  }

  /**
   * A box in a picture.
   *
   * @param box in the picture's pixels
   * @param label short; may be empty
   */
  public record Outline(Box box, String label, Mark mark) {}

  /**
   * A line below a picture.
   *
   * @param text what was asked or said
   * @param answer what came out; may be empty
   */
  public record Line(String text, String answer, Mark mark) {}

  /** Rows under a header. */
  public record Table(Row header, List<Row> rows) {
    /** Copies the list. */
    public Table {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A row of a table.
   *
   * @param name what is measured
   * @param cells numbers, as text
   */
  public record Row(String name, List<String> cells) {
    /** Copies the list. */
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /** Copies the lists. */
  public ContactSheet {
    sections = List.copyOf(sections);
    tables = List.copyOf(tables);
  }
}
