package io.alignstream.deploy.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Writes captions: what there is, how many, and how it lies, in several forms of sentence. */
public final class Captions {
  private static final int PURPOSE = 10;
  private static final int ATTEMPTS = 400;

  /** How captions begin. */
  static final List<String> OPENINGS =
      List.of(
          "", "", "", "a picture of ", "there is ", "you can see ", "we see ", "an image with ");

  private final Scene scene;
  private final Dice dice;

  private Captions(Scene scene, Dice dice) {
    this.scene = scene;
    this.dice = dice;
  }

  /** Writes about a scene; every call of a method gives another caption. */
  public static Captions of(Scene scene) {
    return new Captions(scene, new Dice(scene.random(PURPOSE)));
  }

  /** A caption that is true of the scene. */
  public Caption next() {
    return dice.once(3) ? related() : listed();
  }

  /**
   * A caption that is true of the scene and could mean none of the others.
   *
   * @return empty if none was found in some hundred attempts: two scenes that look alike
   */
  public Optional<Caption> unique(Collection<Scene> others) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var caption = next();
      if (others.stream().noneMatch(other -> !other.equals(scene) && caption.couldMean(other))) {
        return Optional.of(caption);
      }
    }
    return Optional.empty();
  }

  /** {@code there is a large red circle, two blue stars and a heart on a gray background}. */
  private Caption listed() {
    var groups = groups();
    int count = Math.min(groups.size(), dice.between(2, 4));
    var wording = new Wording(scene).say(dice.one(OPENINGS));
    for (int i = 0; i < count; i++) {
      wording.say(i == 0 ? "" : i == count - 1 ? " and " : ", ").group(groups.get(i));
    }
    return ended(wording);
  }

  /** {@code a small red circle is to the left of a blue star}. */
  private Caption related() {
    var things = dice.shuffled(scene.things());
    for (var relation : dice.shuffled(List.of(Relation.values()))) {
      var subject = things.get(0);
      var other = things.get(1);
      var of = only(subject);
      var from = only(other);
      if (relation.of(subject, other) == Truth.TRUE && isOne(of) && isOne(from)) {
        var wording =
            new Wording(scene)
                .claim(new Claim.Related(of, relation, from))
                .mention(of.indefinite(), List.of(subject))
                .say(dice.once(2) ? " is " : " ")
                .say(relation.words() + " ")
                .mention(from.indefinite(), List.of(other));
        if (dice.once(2) && things.size() > 2) {
          wording.say(" and there is ").group(only(things.get(2)));
        }
        return ended(wording);
      }
    }
    return listed();
  }

  private Caption ended(Wording wording) {
    if (dice.once(4)) {
      var tone = scene.ground().tone();
      wording.say(" on a " + tone.word() + " background").claim(new Claim.Behind(tone));
    }
    return wording.caption();
  }

  /** The things in groups that one description fits each, in any order; no thing is in two. */
  private List<Description> groups() {
    var left = dice.shuffled(scene.things());
    var groups = new ArrayList<Description>();
    while (!left.isEmpty()) {
      var thing = left.get(0);
      var fitting =
          dice.shuffled(Description.of(thing)).stream()
              .filter(what -> what.says("shape") && what.attributes().size() > 1)
              .filter(what -> left.containsAll(what.in(scene)))
              .findFirst()
              .orElse(new Description(thing.attributes()));
      groups.add(fitting);
      left.removeAll(fitting.in(scene));
    }
    return groups;
  }

  private boolean isOne(Description what) {
    return what.in(scene).size() == 1;
  }

  /** Words that fit this thing alone, the shape among them, or all its attributes. */
  private Description only(Thing thing) {
    return dice.shuffled(Description.of(thing)).stream()
        .filter(what -> what.says("shape") && isOne(what))
        .findFirst()
        .orElse(new Description(thing.attributes()));
  }
}
