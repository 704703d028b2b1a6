package io.alignstream.parse;

import io.alignstream.parse.graph.DependencyGraph;
import io.alignstream.parse.graph.DependencyParser;
import io.alignstream.parse.graph.SceneGraph;
import io.alignstream.parse.graph.SceneGraphRules;
import io.alignstream.parse.graph.Token;
import io.alignstream.parse.graph.WordSenses;
import java.util.List;

/**
 * Caption in, scene graph out, as SPICE's caption parser makes it of the caption in lower case
 * (MVPTR, {@code tools/phrase_parse.sh}). Thread-safe.
 */
public final class SceneGraphParser {
  private final DependencyParser parser;
  private final SceneGraphRules rules;

  /** Joins words that share a sense; {@link WordSenses#none()} joins only equal words. */
  public SceneGraphParser(DependencyParser parser, WordSenses senses) {
    this.parser = parser;
    this.rules = new SceneGraphRules(senses);
  }

  /**
   * The scene graph of a caption, with spans in the caption as given. Any text has one; a text over
   * the parser's bounds gives that of its beginning, with a warning.
   */
  public SceneGraph parse(String caption) {
    var lower = LowerCase.of(caption);
    var parsed = parser.parse(lower.text());
    var sentences = parsed.sentences().stream().map(graph -> inCaption(graph, lower)).toList();
    return rules.apply(sentences, parsed.warnings());
  }

  private static DependencyGraph inCaption(DependencyGraph graph, LowerCase lower) {
    if (lower.isAligned()) {
      return graph;
    }
    List<Token> tokens =
        graph.tokens().stream()
            .map(
                token ->
                    new Token(
                        token.word(), token.tag(), token.lemma(), lower.original(token.span())))
            .toList();
    return new DependencyGraph(tokens, graph.edges());
  }
}
