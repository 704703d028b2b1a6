package io.alignstream.encode.runtime;

import java.util.Locale;

/** In which numbers the large products are computed; parameters and results stay float32. */
public enum Precision {
  FLOAT32,
  /** Matrix products and convolutions in 16 bits, by TensorFlow's mixed-precision rewrite. */
  BFLOAT16;

  /** Reads {@code float32} or {@code bfloat16}. */
  public static Precision of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
