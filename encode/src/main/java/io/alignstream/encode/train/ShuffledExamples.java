package io.alignstream.encode.train;

import io.alignstream.encode.replicas.Replicas.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The order in which a training sees its examples: epoch after epoch, each in an order that (seed,
 * epoch) decides, cut into batches of one size. Nothing is dropped: a batch may begin in one epoch
 * and end in the next.
 */
public final class ShuffledExamples {
  private final int size;
  private final long seed;
  private final int batchSize;
  private volatile Order latest;

  private record Order(long epoch, int[] permutation) {}

  /**
   * An order of so many examples.
   *
   * @throws IllegalArgumentException if there are none
   */
  public ShuffledExamples(int size, int batchSize, long seed) {
    if (size < 1 || batchSize < 1) {
      throw new IllegalArgumentException(
          "training needs examples and a batch size: %d, %d".formatted(size, batchSize));
    }
    this.size = size;
    this.batchSize = batchSize;
    this.seed = seed;
    this.latest = order(0);
  }

  /** Rows of a batch. */
  public int batchSize() {
    return batchSize;
  }

  /** Batches that hold so many epochs. */
  public long batches(double epochs) {
    return Math.max(1, (long) Math.ceil(epochs * size / batchSize));
  }

  /** Which examples a share of a batch has, in the batch's order. */
  public List<Integer> indices(long batch, Share share) {
    var indices = new ArrayList<Integer>(share.count());
    for (int row = share.first(); row < share.first() + share.count(); row++) {
      long position = batch * batchSize + row;
      indices.add(permutation(position / size)[(int) (position % size)]);
    }
    return indices;
  }

  private int[] permutation(long epoch) {
    var order = latest;
    if (order.epoch() != epoch) {
      order = order(epoch);
      latest = order;
    }
    return order.permutation();
  }

  private Order order(long epoch) {
    return new Order(
        epoch, permutation(size, SeededBits.mix(SeededBits.mix(seed, "order"), epoch)));
  }

  /** A permutation of 0 to size - 1 that the seed decides (Fisher and Yates). */
  public static int[] permutation(int size, long seed) {
    var random = new SplittableRandom(seed);
    var permutation = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      permutation[i] = permutation[j];
      permutation[j] = i;
    }
    return permutation;
  }
}
