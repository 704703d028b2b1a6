package io.alignstream.deploy.demo;

import io.alignstream.deploy.demo.Scene.Thing;
import java.util.Locale;
import java.util.stream.Collectors;

/** What people would say and ask about a scene. */
final class SceneTexts {
  private SceneTexts() {}

  /** {@code a red circle and a blue star on a white background}. */
  static String caption(Scene scene) {
    return scene.things().stream().map(SceneTexts::named).collect(Collectors.joining(" and "))
        + " on "
        + article(word(scene.ground()))
        + " background";
  }

  /** {@code there is a red circle to the left of a blue star}, of the outer two things. */
  static String positions(Scene scene) {
    var things = scene.things();
    return things.size() == 1
        ? "there is only " + named(things.get(0)) + " in the picture"
        : "%s is to the left of %s"
            .formatted(named(things.get(0)), named(things.get(things.size() - 1)));
  }

  /** {@code what colour is the circle ?}. */
  static String question(Scene scene) {
    return "what colour is the " + word(scene.things().get(0).shape()) + " ?";
  }

  /** The first thing, as one would point at it. */
  static String expression(Scene scene) {
    return "the " + described(scene.things().get(0));
  }

  /** The caption's colour of the first thing masked. */
  static String masked(Scene scene) {
    var thing = scene.things().get(0);
    return "there is a [MASK] %s in the picture".formatted(word(thing.shape()));
  }

  private static String named(Thing thing) {
    return article(described(thing));
  }

  private static String described(Thing thing) {
    return word(thing.colour()) + " " + word(thing.shape());
  }

  private static String article(String words) {
    return ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
  }

  private static String word(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
