package io.alignstream.deploy.world;

import io.alignstream.schemas.line.Box;
import java.util.Arrays;

/** Where one thing lies from another. */
public enum Relation {
  /** Farther left. */
  LEFT_OF("to the left of", 1, 0),
  /** Farther right. */
  RIGHT_OF("to the right of", -1, 0),
  /** Farther up. */
  ABOVE("above", 0, 1),
  /** Farther down. */
  BELOW("below", 0, -1);

  /** Middles nearer than this, in pixels along the axis, are unclear. */
  static final double MARGIN = 18;

  private final String words;
  private final int x;
  private final int y;

  Relation(String words, int x, int y) {
    this.words = words;
    this.x = x;
    this.y = y;
  }

  /** {@code to the left of}. */
  public String words() {
    return words;
  }

  /** The word that tells it from its opposite, {@code left}. */
  public String word() {
    var all = words.split(" ", -1);
    return all.length == 1 ? all[0] : all[2];
  }

  /**
   * The relation with these words.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Relation of(String words) {
    return Arrays.stream(values())
        .filter(relation -> relation.words.equals(words))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(words));
  }

  /** How far one box's middle lies so from the other's, in pixels; negative: the other way. */
  double distance(Box subject, Box object) {
    double across = object.x1() + object.x2() - subject.x1() - subject.x2();
    double down = object.y1() + object.y2() - subject.y1() - subject.y2();
    return (x * across + y * down) / 2;
  }

  /** Whether the subject lies so from the object. */
  public Truth of(Thing subject, Thing object) {
    double distance = distance(subject.box(), object.box());
    if (Math.abs(distance) < MARGIN) {
      return Truth.UNCLEAR;
    }
    return Truth.of(distance > 0);
  }
}
