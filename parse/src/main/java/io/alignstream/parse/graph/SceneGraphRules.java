package io.alignstream.parse.graph;

import java.util.List;

/** From dependency graphs to a scene graph. */
public final class SceneGraphRules {
  private final WordSenses senses;

  /** Rules that join the words which share a sense. */
  public SceneGraphRules(WordSenses senses) {
    this.senses = senses;
  }

  /** One scene graph of all sentences of a caption. */
  public SceneGraph apply(List<DependencyGraph> sentences, List<SceneGraph.Warning> warnings) {
    var scene = new SceneGraphBuilder(senses);
    for (var sentence : sentences) {
      var graph = prepare(sentence);
      PropositionRules.read(graph).forEach(proposition -> proposition.addTo(scene));
    }
    return scene.build(warnings);
  }

  /** Quantity phrases and pronouns worked in. */
  static WorkingGraph prepare(DependencyGraph sentence) {
    var graph = new WorkingGraph(sentence);
    QuantityPhrases.rework(graph);
    Pronouns.resolve(graph);
    return graph;
  }
}
