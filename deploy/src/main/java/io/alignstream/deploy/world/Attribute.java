package io.alignstream.deploy.world;

import java.util.List;
import java.util.Locale;

/** What can be said of a thing by itself, in one word. */
public sealed interface Attribute {
  /** The word, {@code red}. */
  String word();

  /**
   * In which respect it describes a thing, {@code color}: the answer's kind, and the question's.
   */
  String kind();

  /** The kinds, in the order in which they are said. */
  List<String> ORDER = List.of("size", "texture", "color", "shape");

  /** Everything of a kind. */
  static List<Attribute> ofKind(String kind) {
    return switch (kind) {
      case "size" -> List.of(Size.values());
      case "texture" -> List.of(Texture.values());
      case "color" -> List.of(Colour.values());
      case "shape" -> List.of(Shape.values());
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** How much of the picture a thing takes: edges in pixels that leave gaps between the words. */
  enum Size implements Attribute {
    /** 26 to 32 pixels. */
    SMALL(26, 32),
    /** 42 to 50 pixels. */
    MEDIUM(42, 50),
    /** 64 to 76 pixels. */
    LARGE(64, 76);

    private final int least;
    private final int most;

    Size(int least, int most) {
      this.least = least;
      this.most = most;
    }

    /** Smallest edge in pixels. */
    int least() {
      return least;
    }

    /** Largest edge in pixels. */
    int most() {
      return most;
    }

    @Override
    public String word() {
      return lower(this);
    }

    @Override
    public String kind() {
      return "size";
    }
  }

  /** Colours that people name, as {@code 0xrrggbb}. */
  enum Colour implements Attribute {
    /** Red. */
    RED(0xcc1f1f),
    /** Orange. */
    ORANGE(0xff8c00),
    /** Yellow. */
    YELLOW(0xf6dc28),
    /** Green. */
    GREEN(0x1e9632),
    /** Blue. */
    BLUE(0x234bd7),
    /** Purple. */
    PURPLE(0x872da5),
    /** Pink. */
    PINK(0xff96c3),
    /** Brown. */
    BROWN(0x734119);

    private final int rgb;

    Colour(int rgb) {
      this.rgb = rgb;
    }

    /** {@code 0xrrggbb}. */
    int rgb() {
      return rgb;
    }

    @Override
    public String word() {
      return lower(this);
    }

    @Override
    public String kind() {
      return "color";
    }
  }

  /** What a thing's surface shows. */
  enum Texture implements Attribute {
    /** One colour. */
    PLAIN,
    /** Dark stripes. */
    STRIPED,
    /** Dark dots. */
    DOTTED;

    @Override
    public String word() {
      return lower(this);
    }

    @Override
    public String kind() {
      return "texture";
    }
  }

  /** Outlines; a detector's classes. */
  enum Shape implements Attribute {
    /** Round. */
    CIRCLE,
    /** Four equal edges, upright. */
    SQUARE,
    /** Three corners, one of them up. */
    TRIANGLE,
    /** Five points. */
    STAR,
    /** Two bars. */
    CROSS,
    /** A heart. */
    HEART;

    @Override
    public String word() {
      return lower(this);
    }

    /** {@code crosses}. */
    String plural() {
      return this == CROSS ? "crosses" : word() + "s";
    }

    @Override
    public String kind() {
      return "shape";
    }
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
