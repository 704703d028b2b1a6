package io.alignstream.deploy.world;

/** A sentence about a picture, and whether it follows from it (SNLI-VE, Xie et al. 2019). */
public record Hypothesis(String text, Label label) {
  /** What a picture says about a sentence. */
  public enum Label {
    /** The picture shows the opposite. */
    CONTRADICTION,
    /** The picture shows nothing of it. */
    NEUTRAL,
    /** The picture shows it. */
    ENTAILMENT
  }
}
