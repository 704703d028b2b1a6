package io.alignstream.parse.graph;

import java.util.List;

/** A name that a sentence gives to something, and the tokens that say it. */
record Mention(String name, List<Span> spans) {
  static Mention of(Token token) {
    return new Mention(token.name(), List.of(token.span()));
  }
}
