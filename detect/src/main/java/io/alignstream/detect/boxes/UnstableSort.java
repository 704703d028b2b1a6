package io.alignstream.detect.boxes;

/**
 * The order that {@code torch.sort} gives on a CPU unless it is asked to be stable: that of
 * libstdc++'s {@code std::sort}, an introspective sort (Musser 1997). It leaves equal scores in an
 * order that no one specifies but that its steps decide: quicksort with the median of three down to
 * {@link #SMALL} elements, then one insertion sort. Of an already sorted sequence, for instance,
 * the first two come out swapped if they are equal and there are more than 16.
 */
final class UnstableSort {
  private static final int SMALL = 16;

  private final float[] scores;
  private final int[] order;

  private UnstableSort(float[] scores) {
    this.scores = scores;
    this.order = new int[scores.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
  }

  /** All indices by falling score; NaN comes first. */
  static int[] falling(float[] scores) {
    var sort = new UnstableSort(scores);
    int halvings = 31 - Integer.numberOfLeadingZeros(Math.max(1, scores.length));
    sort.quick(0, scores.length, 2 * halvings);
    sort.insert(0, Math.min(SMALL, scores.length));
    for (int i = SMALL; i < scores.length; i++) {
      sort.insert(i);
    }
    return sort.order;
  }

  /**
   * Leaves pieces of at most {@link #SMALL}. Where the pivots are so bad that {@code std::sort}
   * turns to its heap sort, equal scores keep the order that they have.
   */
  private void quick(int first, int last, int depth) {
    int end = last;
    for (int left = depth; end - first > SMALL && left > 0; left--) {
      medianToFirst(first, first + 1, first + (end - first) / 2, end - 1);
      int cut = partition(first + 1, end, first);
      quick(cut, end, left - 1);
      end = cut;
    }
  }

  private void medianToFirst(int first, int a, int b, int c) {
    int median;
    if (before(order[a], order[b])) {
      median = before(order[b], order[c]) ? b : before(order[a], order[c]) ? c : a;
    } else {
      median = before(order[a], order[c]) ? a : before(order[b], order[c]) ? c : b;
    }
    swap(first, median);
  }

  private int partition(int from, int to, int pivot) {
    int low = from;
    int high = to;
    while (true) {
      while (before(order[low], order[pivot])) {
        low++;
      }
      high--;
      while (before(order[pivot], order[high])) {
        high--;
      }
      if (low >= high) {
        return low;
      }
      swap(low++, high);
    }
  }

  private void insert(int first, int last) {
    for (int i = first + 1; i < last; i++) {
      insert(i);
    }
  }

  /** Moves one element to the left, past those that come after it. */
  private void insert(int at) {
    int moved = order[at];
    int to = at;
    while (to > 0 && before(moved, order[to - 1])) {
      order[to] = order[to - 1];
      to--;
    }
    order[to] = moved;
  }

  private boolean before(int a, int b) {
    boolean isNumber = !Float.isNaN(scores[a]);
    return isNumber ? scores[a] > scores[b] : !Float.isNaN(scores[b]);
  }

  private void swap(int a, int b) {
    int other = order[a];
    order[a] = order[b];
    order[b] = other;
  }
}
