package io.alignstream.deploy.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One to three things on a plain ground. Everything about it follows from its number and the
 * world's seed.
 *
 * @param number names it
 * @param ground colour of the background
 * @param things from back to front, side by side from left to right
 */
record Scene(int number, Colour ground, List<Thing> things) {
  static final int WIDTH = 240;
  static final int HEIGHT = 180;

  /** A colour that people name, as {@code 0xrrggbb}. */
  enum Colour {
    RED(0xd02020),
    GREEN(0x208020),
    BLUE(0x2040d0),
    YELLOW(0xe8d020),
    ORANGE(0xf08020),
    PURPLE(0x802090),
    BROWN(0x704020),
    WHITE(0xffffff),
    GREY(0x808080),
    BLACK(0x000000);

    private final int rgb;

    Colour(int rgb) {
      this.rgb = rgb;
    }

    int rgb() {
      return rgb;
    }
  }

  /** What a thing looks like. */
  enum Shape {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    STAR
  }

  /**
   * A thing in a scene.
   *
   * @param x left edge in pixels
   * @param y upper edge in pixels
   * @param size width and height in pixels
   */
  record Thing(Colour colour, Shape shape, int x, int y, int size) {}

  /** Copies the things. */
  Scene {
    things = List.copyOf(things);
  }

  /** Names the picture. */
  static String imageId(int number) {
    return "scene-%05d".formatted(number);
  }

  /** A scene of the world with this seed. */
  static Scene of(long seed, int number) {
    var random = new Random(seed * 1_000_003 + number);
    random.nextInt(); // neighbouring seeds begin alike
    var colours = Colour.values();
    var ground = colours[random.nextInt(colours.length)];
    int count = 1 + random.nextInt(3);
    int room = WIDTH / count;
    var things = new ArrayList<Thing>();
    for (int i = 0; i < count; i++) {
      var colour = colours[random.nextInt(colours.length)];
      while (colour == ground) {
        colour = colours[random.nextInt(colours.length)];
      }
      var shape = Shape.values()[random.nextInt(Shape.values().length)];
      int size = 40 + random.nextInt(Math.min(room, HEIGHT) - 48);
      int x = i * room + 4 + random.nextInt(room - size - 4);
      int y = 4 + random.nextInt(HEIGHT - size - 4);
      things.add(new Thing(colour, shape, x, y, size));
    }
    return new Scene(number, ground, things);
  }
}
