package io.alignstream.encode.pickle;

/** Python's {@code None}: nothing is null here. */
public enum None {
  NONE
}
