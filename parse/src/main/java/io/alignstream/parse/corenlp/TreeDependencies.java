package io.alignstream.parse.corenlp;

import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.parser.common.ParserUtils;
import edu.stanford.nlp.parser.lexparser.TreebankLangParserParams;
import edu.stanford.nlp.trees.GrammaticalStructure;
import edu.stanford.nlp.trees.GrammaticalStructureFactory;
import edu.stanford.nlp.trees.Tree;
import edu.stanford.nlp.trees.Trees;
import edu.stanford.nlp.util.Filters;
import io.alignstream.parse.graph.Dependency;
import io.alignstream.parse.graph.DependencyGraph;
import io.alignstream.parse.graph.Span;
import io.alignstream.parse.graph.Token;
import java.util.ArrayList;
import java.util.List;

/** The collapsed, conjunction-propagated dependency graph of a tree, punctuation kept. */
final class TreeDependencies {
  private static final int MAX_HEIGHT = 80; // CoreNLP flattens taller trees

  private final GrammaticalStructureFactory structures;

  TreeDependencies(TreebankLangParserParams language) {
    this.structures =
        language
            .treebankLanguagePack()
            .grammaticalStructureFactory(
                Filters.acceptFilter(), language.typedDependencyHeadFinder());
  }

  DependencyGraph graph(Tree tree, List<CoreLabel> words, Lemmas lemmas) {
    var flat = ParserUtils.flattenTallTrees(MAX_HEIGHT, List.of(tree)).get(0);
    Trees.convertToCoreLabels(flat);
    flat.indexSpans(0);
    var tagged = flat.taggedYield();
    var tokens = new ArrayList<Token>(words.size());
    for (int i = 0; i < words.size(); i++) {
      tokens.add(token(words.get(i), tagged.get(i).tag(), lemmas));
    }
    return new DependencyGraph(tokens, edges(flat));
  }

  private static Token token(CoreLabel word, String tag, Lemmas lemmas) {
    return new Token(
        word.word(),
        tag,
        lemmas.lemma(word.word(), tag),
        new Span(word.beginPosition(), word.endPosition()));
  }

  /** A copied node, which collapsing may make, stands for its original. */
  private List<Dependency> edges(Tree tree) {
    return structures
        .newGrammaticalStructure(tree)
        .typedDependenciesCCprocessed(GrammaticalStructure.Extras.NONE)
        .stream()
        .map(
            edge ->
                new Dependency(
                    RelationNames.version1(edge.reln().toString()),
                    edge.gov().index(),
                    edge.dep().index()))
        .toList();
  }
}
