package io.alignstream.deploy.world;

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

  /** Whether the subject lies so from the object. */
  public Truth of(Thing subject, Thing object) {
    double across = object.middleX() - subject.middleX();
    double down = object.middleY() - subject.middleY();
    double distance = x * across + y * down;
    if (Math.abs(distance) < MARGIN) {
      return Truth.UNCLEAR;
    }
    return Truth.of(distance > 0);
  }
}
