package io.alignstream.parse.corenlp;

import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.parser.common.NoSuchParseException;
import edu.stanford.nlp.parser.lexparser.LexicalizedParser;
import edu.stanford.nlp.trees.Tree;
import java.util.List;
import java.util.Optional;

/** CoreNLP's own exhaustive chart parser: what {@code PackedTreeParser} is measured against. */
final class PlainTreeParser implements TreeParser {
  private final LexicalizedParser parser;

  PlainTreeParser(LexicalizedParser parser) {
    this.parser = parser;
  }

  @Override
  public Optional<Tree> parse(List<CoreLabel> words) {
    var query = parser.parserQuery();
    query.parse(words);
    try {
      return Optional.ofNullable(query.getBestParse());
    } catch (NoSuchParseException e) {
      return Optional.empty();
    }
  }
}
