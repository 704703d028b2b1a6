package io.alignstream.encode.train;

/**
 * Numbers from a seed and names or counters, the same on every machine: SplitMix64's finalizer
 * (Steele et al. 2014) over what is mixed in.
 */
public final class SeededBits {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private SeededBits() {}

  /** Bits with a number mixed in. */
  public static long mix(long bits, long more) {
    long z = (bits ^ more) + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Bits with a name mixed in. */
  public static long mix(long bits, String name) {
    long mixed = bits;
    for (int i = 0; i < name.length(); i++) {
      mixed = mix(mixed, name.charAt(i));
    }
    return mix(mixed, name.length());
  }
}
