package io.alignstream.deploy.world;

import io.alignstream.deploy.world.Attribute.Colour;
import io.alignstream.deploy.world.Attribute.Shape;
import io.alignstream.deploy.world.Question.Type;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Asks about a scene. Answers are drawn first where chance would prefer one of them (yes and no,
 * and how many), so that words alone do not tell them.
 */
public final class Questions {
  private static final int PURPOSE = 20;
  private static final int MOST_COUNTED = 4;

  private final Scene scene;
  private final Finder find;
  private final Dice dice;

  private Questions(Scene scene, Dice dice) {
    this.scene = scene;
    this.find = new Finder(scene, dice);
    this.dice = dice;
  }

  /** Asks about a scene; every call of a method asks something else. */
  public static Questions of(Scene scene) {
    return new Questions(scene, new Dice(scene.random(PURPOSE)));
  }

  /** A question of each type that the scene allows. */
  public List<Question> one() {
    return Stream.of(Type.values()).flatMap(type -> next(type).stream()).toList();
  }

  /** A question; empty where the scene allows none of this type. */
  public Optional<Question> next(Type type) {
    return switch (type) {
      case COLOR -> color();
      case COUNT -> Optional.of(count());
      case EXISTENCE -> Optional.of(existence());
      case RELATION -> dice.once(2) ? whatIsThere() : liesThere();
      case COMPARISON -> dice.once(2) ? larger().or(this::more) : more();
    };
  }

  private Optional<Question> color() {
    if (dice.once(3)) {
      return find.placed(thing -> new Description(Set.of()))
          .map(
              placed ->
                  new Question(
                      Type.COLOR,
                      "what color is %s ?".formatted(placed.words()),
                      placed.thing().colour().word()));
    }
    return find.unique(what -> !what.says("color") && !what.attributes().isEmpty())
        .map(
            what ->
                new Question(
                    Type.COLOR,
                    "what color is %s ?".formatted(what.definite()),
                    what.in(scene).get(0).colour().word()));
  }

  private Question count() {
    int wanted = dice.between(0, MOST_COUNTED);
    var what = find.counted(wanted);
    return new Question(
        Type.COUNT,
        "how many %s are there ?".formatted(what.plural()),
        String.valueOf(what.in(scene).size()));
  }

  private Question existence() {
    boolean wanted = dice.once(2);
    var what = wanted ? find.present() : find.absent();
    var form = dice.once(2) ? "is there %s ?" : "do you see %s ?";
    return new Question(
        Type.EXISTENCE, form.formatted(what.indefinite()), yes(!what.in(scene).isEmpty()));
  }

  /** {@code what shape is the thing to the left of the red star ?}. */
  private Optional<Question> whatIsThere() {
    return find.placed(thing -> new Description(Set.of()))
        .map(
            placed ->
                new Question(
                    Type.RELATION,
                    "what shape is %s ?".formatted(placed.words()),
                    placed.thing().shape().word()));
  }

  /** {@code is the red circle above the blue star ?}. */
  private Optional<Question> liesThere() {
    return find.pair()
        .flatMap(
            pair ->
                dice.shuffled(List.of(Relation.values())).stream()
                    .filter(relation -> relation.of(pair.one(), pair.other()) != Truth.UNCLEAR)
                    .findFirst()
                    .map(relation -> liesThere(pair, relation)));
  }

  private static Question liesThere(Finder.Pair pair, Relation relation) {
    return new Question(
        Type.RELATION,
        "is %s %s %s ?"
            .formatted(pair.first().definite(), relation.words(), pair.second().definite()),
        yes(relation.of(pair.one(), pair.other()) == Truth.TRUE));
  }

  private Optional<Question> larger() {
    return find.pair()
        .filter(pair -> pair.one().size() != pair.other().size())
        .filter(pair -> !pair.first().says("size") && !pair.second().says("size"))
        .map(
            pair ->
                new Question(
                    Type.COMPARISON,
                    "is %s larger than %s ?"
                        .formatted(pair.first().definite(), pair.second().definite()),
                    yes(pair.one().size().compareTo(pair.other().size()) > 0)));
  }

  /** Of two colours or of two shapes, never equal numbers more than need be. */
  private Optional<Question> more() {
    boolean colours = dice.once(2);
    List<Description> kinds =
        Stream.<Attribute>of(colours ? Colour.values() : Shape.values())
            .map(attribute -> new Description(Set.of(attribute)))
            .toList();
    boolean wanted = dice.once(2);
    var pairs = dice.shuffled(kinds);
    for (var what : pairs) {
      for (var than : pairs) {
        boolean more = what.in(scene).size() > than.in(scene).size();
        boolean related = !what.in(scene).isEmpty() || !than.in(scene).isEmpty();
        if (!what.equals(than) && related && more == wanted) {
          return Optional.of(
              new Question(
                  Type.COMPARISON,
                  "are there more %s than %s ?".formatted(what.plural(), than.plural()),
                  yes(more)));
        }
      }
    }
    return Optional.empty();
  }

  private static String yes(boolean so) {
    return so ? "yes" : "no";
  }
}
