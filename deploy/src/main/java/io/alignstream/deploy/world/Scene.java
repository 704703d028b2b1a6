package io.alignstream.deploy.world;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A picture's content: three to six things on a ground. Everything follows from its number.
 *
 * @param number names it and decides everything about it; see {@link Split}
 * @param width in pixels
 * @param height in pixels
 * @param ground what is behind the things
 * @param things from back to front
 * @param camera what the picture suffers
 */
public record Scene(
    long number, int width, int height, Ground ground, List<Thing> things, Camera camera) {
  /**
   * Pixels of every picture's short side: detectors resize pictures to one, and a size that is told
   * in words must not depend on the picture's.
   */
  public static final int SHORT = 192;

  /** Tone of the background. */
  public enum Tone {
    /** Nearly white. */
    WHITE("white", 0xf2f2f0),
    /** Grey. */
    GRAY("gray", 0x9a9a9a),
    /** Nearly black. */
    BLACK("black", 0x262626);

    private final String word;
    private final int rgb;

    Tone(String word, int rgb) {
      this.word = word;
      this.rgb = rgb;
    }

    /** {@code gray}. */
    public String word() {
      return word;
    }

    int rgb() {
      return rgb;
    }
  }

  /**
   * The background.
   *
   * @param slope how much brighter the lower right corner is than the upper left one, in steps of
   *     256
   */
  public record Ground(Tone tone, int slope) {}

  /**
   * What lies between the things and the file.
   *
   * @param blur radius in pixels
   * @param noise standard deviation in steps of 256
   * @param quality of JPEG, in percent; 100 means PNG
   */
  public record Camera(double blur, double noise, int quality) {}

  /** Copies the things. */
  public Scene {
    things = List.copyOf(things);
  }

  /** The scene with this number. */
  public static Scene of(long number) {
    return new SceneDraw(new Dice(random(number, 0))).scene(number);
  }

  /** Names the picture, {@code test-000000000017}. */
  public String imageId() {
    return "%s-%012d".formatted(Split.of(number).word(), number % Split.SCENES);
  }

  /**
   * Randomness of this scene for one purpose.
   *
   * @param purpose 0 is the scene's own
   */
  RandomGenerator random(int purpose) {
    return random(number, purpose);
  }

  private static RandomGenerator random(long number, int purpose) {
    return new SplittableRandom(mixed(mixed(number) + purpose));
  }

  /**
   * Bits that look unrelated for neighbouring numbers (Stafford's mix 13): the generator's own
   * streams would be one stream, shifted.
   */
  private static long mixed(long bits) {
    long mixed = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
