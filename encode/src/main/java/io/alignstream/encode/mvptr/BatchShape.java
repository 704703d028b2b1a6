package io.alignstream.encode.mvptr;

import io.alignstream.encode.runtime.ModelException;

/**
 * Sizes of a batch, checked before TensorFlow allocates anything for it.
 *
 * @param pairs B
 * @param text La
 * @param tags Lb
 * @param regions R
 */
public record BatchShape(long pairs, long text, long tags, long regions) {
  /** Largest attention scores of one layer; beyond it a batch is refused instead of swapped. */
  private static final long MOST_BYTES = 2L << 30;

  /**
   * Refuses what the model has no positions for, or what would need too much memory.
   *
   * @throws ModelException that names the size and the limit
   */
  public BatchShape check(MvptrConfig config) {
    int positions = config.bert().maxPositionEmbeddings();
    if (text > positions || tags > positions) {
      throw new ModelException(
          "%d text and %d tag tokens: the model has %d positions".formatted(text, tags, positions));
    }
    if (text < 1 || tags < 1) {
      throw new ModelException("a text and a tag block have at least one token, their [CLS]");
    }
    long longest = Math.max(tags + regions, text + regions);
    double bytes = 4.0 * pairs * config.bert().numAttentionHeads() * longest * longest;
    if (bytes > MOST_BYTES) {
      throw new ModelException(
          "%d pairs of %d positions need %.1f GB for one layer's attention, more than %.1f: fewer regions or a smaller batch"
              .formatted(pairs, longest, bytes / 1e9, MOST_BYTES / 1e9));
    }
    return this;
  }
}
