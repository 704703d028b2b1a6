package io.alignstream.parse.graph;

/** What one rule reads off a sentence. */
sealed interface Proposition {
  /** There is such a thing. */
  record ObjectFound(Mention name) implements Proposition {
    @Override
    public void addTo(SceneGraphBuilder scene) {
      scene.object(name);
    }
  }

  /** A thing has a property. */
  record AttributeFound(Mention owner, Mention value) implements Proposition {
    @Override
    public void addTo(SceneGraphBuilder scene) {
      scene.attribute(owner, value);
    }
  }

  /** Two things stand in a relation. */
  record RelationFound(Mention subject, Mention predicate, Mention target) implements Proposition {
    @Override
    public void addTo(SceneGraphBuilder scene) {
      scene.relation(subject, predicate, target);
    }
  }

  /** Merges this into a scene. */
  void addTo(SceneGraphBuilder scene);
}
