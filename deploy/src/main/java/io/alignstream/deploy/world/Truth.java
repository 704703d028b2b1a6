package io.alignstream.deploy.world;

/** Whether a picture shows what is claimed. */
public enum Truth {
  /** It does, to any eye. */
  TRUE,
  /** It shows the opposite, to any eye. */
  FALSE,
  /** People could disagree; nothing is asked or said that is unclear. */
  UNCLEAR;

  /** TRUE or FALSE. */
  static Truth of(boolean clear) {
    return clear ? TRUE : FALSE;
  }

  /** The clearer of two: what holds for one of several. */
  Truth or(Truth other) {
    if (this == TRUE || other == TRUE) {
      return TRUE;
    }
    return this == UNCLEAR || other == UNCLEAR ? UNCLEAR : FALSE;
  }
}
