/**
 * The rules of SPICE (Anderson et al., ECCV 2016; after the Stanford Scene Graph Parser, Schuster
 * et al., 2015): {@link io.alignstream.parse.graph.DependencyGraph}s of a caption's sentences in,
 * one {@link io.alignstream.parse.graph.SceneGraph} out.
 *
 * <p>This room knows no parser. Relation names are those of Universal Dependencies 1 with collapsed
 * prepositions ({@code nmod:in}) and propagated conjunctions. The steps are: {@code
 * QuantityPhrases} and {@code Pronouns} rework a graph, {@code PropositionRules} and {@code Counts}
 * read propositions off it, {@code SceneGraphBuilder} merges them.
 */
@NullMarked
package io.alignstream.parse.graph;

import org.jspecify.annotations.NullMarked;
