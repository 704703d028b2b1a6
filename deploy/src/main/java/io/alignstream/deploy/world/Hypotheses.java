package io.alignstream.deploy.world;

import io.alignstream.deploy.world.Hypothesis.Label;
import java.util.List;
import java.util.Optional;

/**
 * Writes hypotheses. What no picture can show is said of things that are there (neutral) and of
 * things that are not (contradiction), so that two thirds at most can be told by the words alone.
 */
public final class Hypotheses {
  private static final int PURPOSE = 30;

  /** What no picture shows. */
  static final List<String> UNSEEN =
      List.of("is heavy", "is expensive", "is old", "was made by a child", "belongs to a museum");

  private final Scene scene;
  private final Finder find;
  private final Dice dice;

  private Hypotheses(Scene scene, Dice dice) {
    this.scene = scene;
    this.find = new Finder(scene, dice);
    this.dice = dice;
  }

  /** Writes about a scene; every call of a method gives another hypothesis. */
  public static Hypotheses of(Scene scene) {
    return new Hypotheses(scene, new Dice(scene.random(PURPOSE)));
  }

  /** One of each label. */
  public List<Hypothesis> one() {
    return List.of(next(Label.ENTAILMENT), next(Label.NEUTRAL), next(Label.CONTRADICTION));
  }

  /** A hypothesis with this label. */
  public Hypothesis next(Label label) {
    var text =
        switch (label) {
          case ENTAILMENT -> seen(true);
          case CONTRADICTION -> dice.once(2) ? seen(false) : unseen(find.absent());
          case NEUTRAL -> unseen(find.present());
        };
    return new Hypothesis(text, label);
  }

  private String unseen(Description what) {
    return "the %s %s".formatted(what.singular(), dice.one(UNSEEN));
  }

  private String seen(boolean so) {
    return switch (dice.between(0, 2)) {
      case 0 -> lies(so).orElseGet(() -> exists(so));
      case 1 -> counted(so);
      default -> exists(so);
    };
  }

  private String exists(boolean so) {
    return "there is " + (so ? find.present() : find.absent()).indefinite();
  }

  private String counted(boolean so) {
    var what = find.counted(dice.between(2, 3));
    int count = what.in(scene).size();
    int said = so ? count : count + (count == 1 || dice.once(2) ? 1 : -1);
    return said == 1
        ? "there is exactly one " + what.singular()
        : "there are exactly %s %s".formatted(Wording.number(said), what.plural());
  }

  private Optional<String> lies(boolean so) {
    return find.pair()
        .flatMap(
            pair ->
                dice.shuffled(List.of(Relation.values())).stream()
                    .filter(relation -> relation.of(pair.one(), pair.other()) == Truth.of(so))
                    .findFirst()
                    .map(
                        relation ->
                            "the %s is %s the %s"
                                .formatted(
                                    pair.first().singular(),
                                    relation.words(),
                                    pair.second().singular())));
  }
}
