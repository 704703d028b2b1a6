package io.alignstream.deploy.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Finds what can be said of a scene without doubt. */
record Finder(Scene scene, Dice dice) {
  /** Two things, each with words that fit it alone. */
  record Pair(Description first, Thing one, Description second, Thing other) {}

  /**
   * A thing that is known by where it lies.
   *
   * @param words {@code the thing to the left of the red star}
   */
  record Placed(String words, Thing thing) {}

  /** Words that fit one thing alone. */
  Optional<Description> unique(Predicate<Description> allowed) {
    for (var thing : dice.shuffled(scene.things())) {
      var what = unique(thing, allowed);
      if (what.isPresent()) {
        return what;
      }
    }
    return Optional.empty();
  }

  /** Words that fit this thing alone. */
  Optional<Description> unique(Thing thing, Predicate<Description> allowed) {
    return dice.shuffled(Description.of(thing)).stream()
        .filter(allowed)
        .filter(what -> what.in(scene).size() == 1)
        .findFirst();
  }

  /** Two things that can be told from all others. */
  Optional<Pair> pair() {
    var found = new ArrayList<Pair>();
    var things = dice.shuffled(scene.things());
    for (int i = 0; i + 1 < things.size() && found.isEmpty(); i++) {
      var one = things.get(i);
      var other = things.get(i + 1);
      unique(one, Finder::named)
          .ifPresent(
              first ->
                  unique(other, Finder::named)
                      .ifPresent(second -> found.add(new Pair(first, one, second, other))));
    }
    return found.stream().findFirst();
  }

  private static boolean named(Description what) {
    return what.says("shape") || what.says("color");
  }

  /**
   * A thing that alone lies so from another one, with some words of its own.
   *
   * @param own what is said of the thing besides its place
   */
  Optional<Placed> placed(Function<Thing, Description> own) {
    for (var other : dice.shuffled(scene.things())) {
      var from = unique(other, Finder::named);
      if (from.isEmpty()) {
        continue;
      }
      for (var relation : dice.shuffled(List.of(Relation.values()))) {
        for (var thing : dice.shuffled(scene.things())) {
          var what = own.apply(thing);
          if (!thing.equals(other) && isOnly(thing, what, relation, other)) {
            return Optional.of(
                new Placed(
                    "%s %s %s"
                        .formatted(
                            what.definite(), relation.words(), from.orElseThrow().definite()),
                    thing));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Whether it lies so, and of all others that the words fit it is clear that they do not. */
  private boolean isOnly(Thing thing, Description what, Relation relation, Thing other) {
    return what.in(scene).stream()
        .filter(one -> !one.equals(other))
        .allMatch(one -> relation.of(one, other) == (one.equals(thing) ? Truth.TRUE : Truth.FALSE));
  }

  /** Words that fit something. */
  Description present() {
    return dice.one(
        Description.of(dice.one(scene.things())).stream()
            .filter(what -> what.attributes().size() > 1)
            .toList());
  }

  /** Words that fit nothing, but would if one of them were another. */
  Description absent() {
    while (true) {
      var present = present();
      var kind = dice.one(List.copyOf(present.attributes())).kind();
      var altered = present.instead(dice.one(Attribute.ofKind(kind)));
      if (altered.in(scene).isEmpty()) {
        return altered;
      }
    }
  }

  /** Words that fit so many things, or as near to it as the scene allows. */
  Description counted(int wanted) {
    if (wanted == 0) {
      return absent();
    }
    var candidates = new ArrayList<Description>();
    for (var thing : scene.things()) {
      candidates.addAll(
          Description.of(thing).stream().filter(what -> !what.attributes().isEmpty()).toList());
    }
    return dice.shuffled(candidates).stream()
        .min(Comparator.comparingInt(what -> Math.abs(what.in(scene).size() - wanted)))
        .orElseThrow();
  }
}
