/**
 * Stanford CoreNLP behind {@link io.alignstream.parse.graph.DependencyParser}: text in, dependency
 * graphs out. The only room that knows CoreNLP (GPL v3 or later).
 *
 * <p>CoreNLP 4.5.10 runs with the grammar of 3.6.0, the tokenization of that time, tags from the
 * tree and the collapsed, CC-processed graph, because MVPTR's phrase vocabulary was made so. {@code
 * GrammarFile} verifies and loads the grammar, a {@code TreeParser} finds the best tree ({@code
 * PackedTreeParser} finds CoreNLP's own answer faster), {@code TreeDependencies} turns it into a
 * graph with the relation names of Universal Dependencies 1.
 */
@NullMarked
package io.alignstream.parse.corenlp;

import org.jspecify.annotations.NullMarked;
