package io.alignstream.parse.corenlp;

import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.trees.Tree;
import java.util.List;
import java.util.Optional;

/** Finds the best constituency tree of a sentence; thread-safe. */
interface TreeParser {
  /** The tree over these words, subcategories stripped; empty if the grammar has none. */
  Optional<Tree> parse(List<CoreLabel> words);
}
