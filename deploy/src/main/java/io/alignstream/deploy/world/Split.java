package io.alignstream.deploy.world;

import io.alignstream.deploy.world.Attribute.Colour;
import io.alignstream.deploy.world.Attribute.Shape;
import java.util.Locale;
import java.util.Map;

/**
 * Which scenes belong together. A scene's number says its split, so that no scene is ever in two of
 * them; pairs of colour and shape that are held out appear in {@link #HELD_OUT} only, in every one
 * of its scenes.
 */
public enum Split {
  /** What is learned from: weights, vocabularies, phrases. */
  TRAIN(0),
  /** What training is watched on. */
  VALIDATION(1),
  /** What is measured on. */
  TEST(2),
  /** As {@link #TEST}, each scene with a pair of colour and shape that training never showed. */
  HELD_OUT(3);

  private final long place; // among all numbers

  Split(long place) {
    this.place = place;
  }

  /** Scenes of a split, and the distance between the splits' first numbers. */
  public static final long SCENES = 1_000_000_000_000L;

  private static final Map<Colour, Shape> UNSEEN =
      Map.of(
          Colour.RED, Shape.STAR,
          Colour.GREEN, Shape.CROSS,
          Colour.BLUE, Shape.HEART,
          Colour.PINK, Shape.TRIANGLE);

  /**
   * The number of one of this split's scenes.
   *
   * @param index 0 and up
   */
  public long number(long index) {
    if (index < 0 || index >= SCENES) {
      throw new IllegalArgumentException("%d is not in 0..%d".formatted(index, SCENES - 1));
    }
    return place * SCENES + index;
  }

  /** The split of a scene. */
  public static Split of(long number) {
    return values()[Math.toIntExact(number / SCENES)];
  }

  /** Whether training must not show this pair. */
  static boolean isHeldOut(Colour colour, Shape shape) {
    return UNSEEN.get(colour) == shape;
  }

  /** The name in file names, {@code train}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
