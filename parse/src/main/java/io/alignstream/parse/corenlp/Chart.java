package io.alignstream.parse.corenlp;

import io.alignstream.parse.corenlp.PackedGrammar.HalfRules;
import java.util.Arrays;

/**
 * Best scores of every state over every span of one sentence (Viterbi inside scores), exactly those
 * that CoreNLP's {@code ExhaustivePCFGParser} computes: the same float operations in the same
 * order, so that equal scores and ties stay what they are.
 *
 * <p>Spans are worked out row by row, from the last word to the first: a row holds the spans that
 * begin at one word. When a span is finished, everything that can stand to its right is known, so
 * each of its states is pushed through its rules to those ends at which the other child exists; no
 * rule is tried in vain more than once a span. A finished row is kept packed: by state, then by
 * end.
 *
 * <p>Letters: L words with the boundary, S states.
 */
final class Chart {
  private static final float NONE = Float.NEGATIVE_INFINITY;

  private final PackedGrammar grammar;
  private final int length; // L
  private final Row[] rows; // [L]

  private final int stride; // L + 1
  private final int longs; // of a bit set over states
  private final float[] working; // scores of the row in work: [S, L + 1]
  private final long[] present; // which of them are there: [L + 1, longs]
  private final float[] plainScores; // of the span in work: [plain states]

  /** Finished spans of one begin; entries of the i-th state from {@code first[i]} on. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(
      int[] states,
      int[] first,
      int[] rightChildren, // positions in states of those that begin no rule but end one
      int[] ofPlain, // first entry and how many, of each plain state
      short[] ends,
      float[] scores) {}

  private static final int COUNT_BITS = 10; // in ofPlain; Bounds keeps counts and entries small

  Chart(PackedGrammar grammar, int length) {
    this.grammar = grammar;
    this.length = length;
    this.rows = new Row[length];
    this.stride = length + 1;
    this.longs = (grammar.states + 63) >> 6;
    this.working = new float[grammar.states * stride];
    Arrays.fill(working, NONE);
    this.present = new long[stride * longs];
    this.plainScores = new float[grammar.plainStates];
    Arrays.fill(plainScores, NONE);
  }

  /** Fills the chart; one entry of tags a word, the boundary last. */
  void fill(TagScores.Scores[] words) {
    for (int begin = length - 1; begin >= 0; begin--) {
      tag(words[begin], begin + 1);
      // The boundary only combines with the whole sentence.
      int lastEnd = begin == 0 || begin == length - 1 ? length : length - 1;
      for (int end = begin + 1; end <= lastEnd; end++) {
        applyUnaries(end);
        if (end < lastEnd) {
          push(end, lastEnd);
        }
      }
      rows[begin] = pack();
    }
  }

  /** The score of a state over a span, negative infinity if it cannot be there. */
  float score(int begin, int end, int state) {
    var row = rows[begin];
    int at = Arrays.binarySearch(row.states, state);
    if (at < 0) {
      return NONE;
    }
    for (int i = row.first[at]; i < row.first[at + 1]; i++) {
      if (row.ends[i] == end) {
        return row.scores[i];
      }
    }
    return NONE;
  }

  private void tag(TagScores.Scores tags, int end) {
    for (int i = 0; i < tags.states().length; i++) {
      improve(tags.states()[i], end, tags.scores()[i]);
    }
  }

  private void improve(int state, int end, float score) {
    int at = state * stride + end;
    if (score > working[at]) {
      working[at] = score;
      present[end * longs + (state >> 6)] |= 1L << state;
    }
  }

  /** In the order of states; a parent that stands later is visited too. */
  private void applyUnaries(int end) {
    var rules = grammar.closedByChild;
    int from = end * longs;
    for (int word = 0; word < longs; word++) {
      long left = present[from + word];
      while (left != 0) {
        int bit = Long.numberOfTrailingZeros(left);
        int state = (word << 6) + bit;
        float score = working[state * stride + end];
        for (int rule = rules.first()[state]; rule < rules.first()[state + 1]; rule++) {
          improve(rules.parent()[rule], end, score + rules.score()[rule]);
        }
        left = bit == 63 ? 0 : present[from + word] & (-1L << (bit + 1));
      }
    }
  }

  /** Combines a finished span of the row in work with all that begin where it ends. */
  private void push(int middle, int lastEnd) {
    if (middle == length - 1 && lastEnd < length) {
      return;
    }
    var right = rows[middle];
    int from = middle * longs;
    for (int word = 0; word < longs; word++) {
      long left = present[from + word];
      for (; left != 0; left &= left - 1) {
        int state = (word << 6) + Long.numberOfTrailingZeros(left);
        int plain = grammar.plain[state];
        if (plain >= 0) {
          plainScores[plain] = working[state * stride + middle];
        }
        if (!grammar.byLeft.isEmpty(state)) {
          pushLeft(state, working[state * stride + middle], right);
        }
      }
    }
    pushRight(right);
    Arrays.fill(plainScores, NONE);
  }

  /** Rules that are found by their left child. */
  private void pushLeft(int state, float leftScore, Row right) {
    var rules = grammar.byLeft;
    var packed = rules.rules();
    for (int i = rules.first()[state], to = rules.first()[state + 1]; i < to; i += HalfRules.SIZE) {
      int entries = right.ofPlain[packed[i] & HalfRules.OTHER];
      if (entries != 0) {
        int from = entries >>> COUNT_BITS;
        int count = entries & ((1 << COUNT_BITS) - 1);
        float score = Float.intBitsToFloat(packed[i + 1]) + leftScore;
        improveAll(packed[i] >>> HalfRules.OTHER_BITS, score, right, from, from + count);
      }
    }
  }

  /** Rules that are found by their right child. */
  private void pushRight(Row right) {
    var rules = grammar.byRight;
    var packed = rules.rules();
    for (int at : right.rightChildren) {
      int state = right.states[at];
      for (int i = rules.first()[state], to = rules.first()[state + 1];
          i < to;
          i += HalfRules.SIZE) {
        float leftScore = plainScores[packed[i] & HalfRules.OTHER];
        if (leftScore > NONE) {
          float score = Float.intBitsToFloat(packed[i + 1]) + leftScore;
          improveAll(
              packed[i] >>> HalfRules.OTHER_BITS,
              score,
              right,
              right.first[at],
              right.first[at + 1]);
        }
      }
    }
  }

  private void improveAll(int parent, float score, Row right, int from, int to) {
    int row = parent * stride;
    for (int i = from; i < to; i++) {
      int end = right.ends[i];
      float sum = score + right.scores[i];
      float old = working[row + end];
      if (sum > old) {
        working[row + end] = sum;
        if (old == NONE) {
          present[end * longs + (parent >> 6)] |= 1L << parent;
        }
      }
    }
  }

  /** Packs the row in work and empties it for the next. */
  private Row pack() {
    var any = new long[longs];
    int entries = 0;
    for (int end = 0; end <= length; end++) {
      for (int word = 0; word < longs; word++) {
        long bits = present[end * longs + word];
        any[word] |= bits;
        entries += Long.bitCount(bits);
      }
    }
    int count = 0;
    for (long bits : any) {
      count += Long.bitCount(bits);
    }
    var row =
        new Row(
            new int[count],
            new int[count + 1],
            new int[rightChildren(any)],
            new int[grammar.plainStates],
            new short[entries],
            new float[entries]);
    int at = 0;
    int entry = 0;
    int rightChild = 0;
    for (int word = 0; word < longs; word++) {
      for (long left = any[word]; left != 0; left &= left - 1) {
        int state = (word << 6) + Long.numberOfTrailingZeros(left);
        if (!grammar.byRight.isEmpty(state)) {
          row.rightChildren[rightChild++] = at;
        }
        row.states[at] = state;
        row.first[at++] = entry;
        int from = entry;
        for (int i = state * stride, end = 0; end <= length; end++, i++) {
          if (working[i] > NONE) {
            row.ends[entry] = (short) end;
            row.scores[entry++] = working[i];
            working[i] = NONE;
          }
        }
        int plain = grammar.plain[state];
        if (plain >= 0) {
          row.ofPlain[plain] = (from << COUNT_BITS) | (entry - from);
        }
      }
    }
    row.first[count] = entry;
    Arrays.fill(present, 0);
    return row;
  }

  private int rightChildren(long[] any) {
    int count = 0;
    for (int word = 0; word < longs; word++) {
      count += Long.bitCount(any[word] & grammar.rightChildren[word]);
    }
    return count;
  }
}
