package io.alignstream.deploy.world;

import io.alignstream.deploy.world.Scene.Tone;
import java.util.function.Function;

/** Something that a picture shows or does not show. */
public sealed interface Claim {
  /** Whether a scene's picture shows it. */
  Truth in(Scene scene);

  /** What one of five functions makes of it. */
  <A> A fold(
      Function<Exists, A> exists,
      Function<Counted, A> counted,
      Function<Related, A> related,
      Function<More, A> more,
      Function<Behind, A> behind);

  /** At least one such thing. */
  record Exists(Description what) implements Claim {
    @Override
    public <A> A fold(
        Function<Exists, A> exists,
        Function<Counted, A> counted,
        Function<Related, A> related,
        Function<More, A> more,
        Function<Behind, A> behind) {
      return exists.apply(this);
    }

    @Override
    public Truth in(Scene scene) {
      return Truth.of(!what.in(scene).isEmpty());
    }
  }

  /** Exactly so many such things. */
  record Counted(Description what, int count) implements Claim {
    @Override
    public <A> A fold(
        Function<Exists, A> exists,
        Function<Counted, A> counted,
        Function<Related, A> related,
        Function<More, A> more,
        Function<Behind, A> behind) {
      return counted.apply(this);
    }

    @Override
    public Truth in(Scene scene) {
      return Truth.of(what.in(scene).size() == count);
    }
  }

  /** A thing of the one kind lies so from one of the other. */
  record Related(Description subject, Relation relation, Description other) implements Claim {
    @Override
    public <A> A fold(
        Function<Exists, A> exists,
        Function<Counted, A> counted,
        Function<Related, A> related,
        Function<More, A> more,
        Function<Behind, A> behind) {
      return related.apply(this);
    }

    @Override
    public Truth in(Scene scene) {
      var truth = Truth.FALSE;
      for (var one : subject.in(scene)) {
        for (var another : other.in(scene)) {
          if (!one.equals(another)) {
            truth = truth.or(relation.of(one, another));
          }
        }
      }
      return truth;
    }
  }

  /** More of the one kind than of the other. */
  record More(Description what, Description than) implements Claim {
    @Override
    public <A> A fold(
        Function<Exists, A> exists,
        Function<Counted, A> counted,
        Function<Related, A> related,
        Function<More, A> more,
        Function<Behind, A> behind) {
      return more.apply(this);
    }

    @Override
    public Truth in(Scene scene) {
      return Truth.of(what.in(scene).size() > than.in(scene).size());
    }
  }

  /** The background's tone. */
  record Behind(Tone tone) implements Claim {
    @Override
    public <A> A fold(
        Function<Exists, A> exists,
        Function<Counted, A> counted,
        Function<Related, A> related,
        Function<More, A> more,
        Function<Behind, A> behind) {
      return behind.apply(this);
    }

    @Override
    public Truth in(Scene scene) {
      return Truth.of(scene.ground().tone() == tone);
    }
  }
}
