package io.alignstream.parse.corenlp;

import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.parser.lexparser.Debinarizer;
import edu.stanford.nlp.parser.lexparser.LexicalizedParser;
import edu.stanford.nlp.parser.lexparser.Lexicon;
import edu.stanford.nlp.trees.Tree;
import edu.stanford.nlp.trees.TreeTransformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the tree that CoreNLP's own chart parser finds, several times faster. A sentence that the
 * grammar only parses with every tag for every word (CoreNLP's recovery) is left to CoreNLP, unless
 * it is long: then that would take minutes, and the sentence has no tree.
 */
final class PackedTreeParser implements TreeParser {
  private static final int MOST_RECOVERED = 40; // words

  private final PackedGrammar grammar;
  private final TagScores tags;
  private final TreeParser recovery;
  private final TreeTransformer debinarizer;
  private final TreeTransformer subcategories;

  PackedTreeParser(LexicalizedParser parser) {
    this.grammar = new PackedGrammar(parser);
    this.tags = new TagScores(parser);
    this.recovery = new PlainTreeParser(parser);
    this.debinarizer = new Debinarizer(parser.getOp().forceCNF);
    this.subcategories = parser.getTLPParams().subcategoryStripper();
  }

  @Override
  public Optional<Tree> parse(List<CoreLabel> words) {
    var chart = fill(words);
    if (chart.score(0, words.size() + 1, grammar.goal) == Float.NEGATIVE_INFINITY) {
      return words.size() <= MOST_RECOVERED ? recovery.parse(words) : Optional.empty();
    }
    var binarized = new BestTree(grammar, chart, withBoundary(words)).read();
    var tree = subcategories.transformTree(debinarizer.transformTree(binarized));
    var leaves = tree.getLeaves();
    for (int i = 0; i < words.size(); i++) {
      leaves.get(i).setLabel(words.get(i));
    }
    return Optional.of(tree);
  }

  private Chart fill(List<CoreLabel> words) {
    var scores = new TagScores.Scores[words.size() + 1];
    for (int i = 0; i < words.size(); i++) {
      scores[i] = tags.of(words.get(i).word(), i == 0);
    }
    scores[words.size()] = tags.of(Lexicon.BOUNDARY, false);
    var chart = new Chart(grammar, scores.length);
    chart.fill(scores);
    return chart;
  }

  private static List<CoreLabel> withBoundary(List<CoreLabel> words) {
    var boundary = new CoreLabel();
    boundary.setWord(Lexicon.BOUNDARY);
    boundary.setValue(Lexicon.BOUNDARY);
    var all = new ArrayList<>(words);
    all.add(boundary);
    return all;
  }
}
