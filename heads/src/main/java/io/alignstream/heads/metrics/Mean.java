package io.alignstream.heads.metrics;

/**
 * A mean in its parts, so that means of batches and of processes add up exactly.
 *
 * @param sum of the scores
 * @param count of the items
 */
public record Mean(double sum, long count) {
  /** Of nothing yet. */
  public static final Mean NONE = new Mean(0, 0);

  /** With one more score. */
  public Mean plus(double score) {
    return new Mean(sum + score, count + 1);
  }

  /** With one more item that counts or not. */
  public Mean plus(boolean right) {
    return plus(right ? 1 : 0);
  }

  /** Of both. */
  public Mean plus(Mean other) {
    return new Mean(sum + other.sum, count + other.count);
  }

  /** The mean; 0 of nothing. */
  public double value() {
    return count == 0 ? 0 : sum / count;
  }
}
