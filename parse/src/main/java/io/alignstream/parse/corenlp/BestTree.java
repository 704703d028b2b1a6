package io.alignstream.parse.corenlp;

import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.trees.LabeledScoredTreeFactory;
import edu.stanford.nlp.trees.Tree;
import edu.stanford.nlp.trees.TreeFactory;
import java.util.List;

/**
 * Reads the best binarized tree off a chart, choosing among equals as CoreNLP does ({@code
 * ExhaustivePCFGParser.extractBestParse}): the first split, and there the first rule, whose score
 * is the node's up to a relative difference of 1e-5, then the first unary rule.
 */
final class BestTree {
  private static final float NONE = Float.NEGATIVE_INFINITY;
  private static final double TOLERANCE = 1e-5;

  private final TreeFactory trees = new LabeledScoredTreeFactory(CoreLabel.factory());
  private final PackedGrammar grammar;
  private final Chart chart;
  private final List<CoreLabel> words; // the boundary last

  BestTree(PackedGrammar grammar, Chart chart, List<CoreLabel> words) {
    this.grammar = grammar;
    this.chart = chart;
    this.words = words;
  }

  Tree read() {
    return node(0, words.size(), grammar.goal);
  }

  private Tree node(int begin, int end, int state) {
    if (end - begin == 1 && grammar.isTag(state)) {
      return tree(state, trees.newLeaf(words.get(begin)));
    }
    double best = chart.score(begin, end, state);
    var rules = grammar.byParent;
    for (int split = begin + 1; split < end; split++) {
      for (int rule = rules.first()[state]; rule < rules.first()[state + 1]; rule++) {
        int left = rules.left()[rule];
        float leftScore = chart.score(begin, split, left);
        if (leftScore > NONE) {
          int right = rules.right()[rule];
          double score = rules.score()[rule] + leftScore + chart.score(split, end, right);
          if (matches(score, best)) {
            return tree(state, node(begin, split, left), node(split, end, right));
          }
        }
      }
    }
    var unaries = grammar.unaryByParent;
    for (int rule = unaries.first()[state]; rule < unaries.first()[state + 1]; rule++) {
      int child = unaries.child()[rule];
      double score = unaries.score()[rule] + chart.score(begin, end, child);
      if (child != state && matches(score, best)) {
        return tree(state, node(begin, end, child));
      }
    }
    throw new IllegalStateException(
        "no rule explains %s from %d to %d".formatted(grammar.name(state), begin, end));
  }

  private Tree tree(int state, Tree... children) {
    return trees.newTreeNode(grammar.name(state), List.of(children));
  }

  private static boolean matches(double score, double best) {
    return Math.abs(score - best) / (Math.abs(score) + Math.abs(best) + 1e-10) < TOLERANCE;
  }
}
