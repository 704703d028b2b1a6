package io.alignstream.deploy.world;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Writes referring expressions: by looks, or by where the thing lies. */
public final class Expressions {
  private static final int PURPOSE = 40;

  private final Finder find;
  private final Scene scene;
  private final Dice dice;

  private Expressions(Scene scene, Dice dice) {
    this.scene = scene;
    this.find = new Finder(scene, dice);
    this.dice = dice;
  }

  /** Writes about a scene; every call of a method gives another expression. */
  public static Expressions of(Scene scene) {
    return new Expressions(scene, new Dice(scene.random(PURPOSE)));
  }

  /** An expression, more often than not one by looks; empty where nothing can be told apart. */
  public Optional<Expression> next() {
    return dice.between(0, 99) < 44 ? byPlace().or(this::byLooks) : byLooks().or(this::byPlace);
  }

  private Optional<Expression> byLooks() {
    return find.unique(what -> !what.attributes().isEmpty())
        .map(what -> new Expression(what.definite(), what.in(scene).get(0)));
  }

  /** {@code the circle to the left of the red star}: its own words alone would not do. */
  private Optional<Expression> byPlace() {
    return find.placed(this::someWords)
        .map(placed -> new Expression(placed.words(), placed.thing()));
  }

  private Description someWords(Thing thing) {
    Set<Attribute> words = new LinkedHashSet<>();
    if (dice.once(2)) {
      words.add(dice.once(2) ? thing.shape() : thing.colour());
    }
    return new Description(words);
  }
}
