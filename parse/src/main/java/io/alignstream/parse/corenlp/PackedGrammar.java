package io.alignstream.parse.corenlp;

import edu.stanford.nlp.parser.lexparser.BinaryRule;
import edu.stanford.nlp.parser.lexparser.LexicalizedParser;
import edu.stanford.nlp.parser.lexparser.UnaryRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * CoreNLP's grammar as packed arrays, its states and the order of its rules kept.
 *
 * <p>S states (12,977 in the grammar of 3.6.0): 1,008 "plain" ones, categories and tags, which have
 * a number of their own, and states that binarization made, which begin with {@code @}. In each
 * binary rule (46,091) at most one child is such a state; the few with two plain children are
 * listed with those that have it on the left.
 */
final class PackedGrammar {
  final int states;
  final int plainStates;

  /** The plain number of a state, or -1: [S]. */
  final int[] plain;

  final int goal;

  /** Rules by left child, plain numbers of the right one. */
  final HalfRules byLeft;

  /** Rules by right child, where that is no plain one, and plain numbers of the left one. */
  final HalfRules byRight;

  /** A bit for each state with rules in {@code byRight}. */
  final long[] rightChildren;

  /** Rules by parent, in CoreNLP's order, children as states. */
  final BinaryRules byParent;

  /** The closure of unary rules by child, in CoreNLP's order. */
  final UnaryRules closedByChild;

  /** Unary rules by parent, in CoreNLP's order. */
  final UnaryRules unaryByParent;

  private final List<String> names;
  private final boolean[] tag;

  /**
   * Rules of a child x are those from {@code first[x]} up to {@code first[x + 1]}; two numbers a
   * rule lie side by side in {@code rules}: the parent and the other child's plain number ({@code
   * parent << OTHER_BITS | other}), and the score's bits.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record HalfRules(int[] first, int[] rules) {
    static final int SIZE = 2;
    static final int OTHER_BITS = 12;
    static final int OTHER = (1 << OTHER_BITS) - 1;

    boolean isEmpty(int state) {
      return first[state] == first[state + 1];
    }
  }

  /** Rules of a state x are those from {@code first[x]} up to {@code first[x + 1]}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record BinaryRules(int[] first, int[] parent, int[] left, int[] right, float[] score) {}

  /** Rules of a state x are those from {@code first[x]} up to {@code first[x + 1]}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record UnaryRules(int[] first, int[] parent, int[] child, float[] score) {}

  PackedGrammar(LexicalizedParser parser) {
    names = parser.stateIndex.objectsList();
    states = names.size();
    plain = new int[states];
    tag = new boolean[states];
    int numbered = 0;
    for (int state = 0; state < states; state++) {
      plain[state] = parser.bg.isSynthetic(state) ? -1 : numbered++;
      tag[state] = parser.tagIndex.contains(names.get(state));
    }
    plainStates = numbered;
    goal = parser.stateIndex.indexOf(parser.getTLPParams().treebankLanguagePack().startSymbol());
    byLeft = half(parser.bg::ruleListByLeftChild, rule -> plain[rule.rightChild]);
    byRight =
        half(
            state -> plain[state] < 0 ? parser.bg.ruleListByRightChild(state) : List.of(),
            rule -> plain[rule.leftChild]);
    rightChildren = new long[(states + 63) >> 6];
    for (int state = 0; state < states; state++) {
      rightChildren[state >> 6] |= byRight.isEmpty(state) ? 0 : 1L << state;
    }
    byParent = binary(parser.bg::ruleListByParent);
    closedByChild = unary(state -> List.of(parser.ug.closedRulesByChild(state)));
    unaryByParent = unary(parser.ug::rulesByParent);
    for (var rule : parser.bg.rules()) {
      if (plain[rule.leftChild] < 0 && plain[rule.rightChild] < 0) {
        throw new IllegalStateException("a rule with two binarized children: " + rule);
      }
    }
  }

  String name(int state) {
    return names.get(state);
  }

  boolean isTag(int state) {
    return tag[state];
  }

  private HalfRules half(IntFunction<List<BinaryRule>> rules, ToIntFunction<BinaryRule> other) {
    var first = new int[states + 1];
    var packed = new ArrayList<Integer>();
    for (int state = 0; state < states; state++) {
      for (var rule : rules.apply(state)) {
        if (other.applyAsInt(rule) >= 0) {
          packed.add(rule.parent << HalfRules.OTHER_BITS | other.applyAsInt(rule));
          packed.add(Float.floatToRawIntBits(rule.score));
        }
      }
      first[state + 1] = packed.size();
    }
    return new HalfRules(first, ints(packed, Integer::intValue));
  }

  private BinaryRules binary(IntFunction<List<BinaryRule>> rules) {
    var first = new int[states + 1];
    var all = new ArrayList<BinaryRule>();
    for (int state = 0; state < states; state++) {
      all.addAll(rules.apply(state));
      first[state + 1] = all.size();
    }
    return new BinaryRules(
        first,
        ints(all, rule -> rule.parent),
        ints(all, rule -> rule.leftChild),
        ints(all, rule -> rule.rightChild),
        scores(all.stream().map(rule -> rule.score).toList()));
  }

  private UnaryRules unary(IntFunction<List<UnaryRule>> rules) {
    var first = new int[states + 1];
    var all = new ArrayList<UnaryRule>();
    for (int state = 0; state < states; state++) {
      all.addAll(rules.apply(state));
      first[state + 1] = all.size();
    }
    return new UnaryRules(
        first,
        ints(all, rule -> rule.parent),
        ints(all, rule -> rule.child),
        scores(all.stream().map(rule -> rule.score).toList()));
  }

  private static <T> int[] ints(List<T> rules, ToIntFunction<T> part) {
    return rules.stream().mapToInt(part).toArray();
  }

  private static float[] scores(List<Float> scores) {
    var packed = new float[scores.size()];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = scores.get(i);
    }
    return packed;
  }
}
