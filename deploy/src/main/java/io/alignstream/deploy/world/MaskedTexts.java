package io.alignstream.deploy.world;

import static io.alignstream.deploy.world.MaskedText.MASK;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Hides words that the picture decides. */
public final class MaskedTexts {
  private static final int PURPOSE = 50;

  /** Kinds of words that are hidden. */
  public static final List<String> KINDS =
      List.of("size", "texture", "color", "shape", "number", "relation");

  private final Scene scene;
  private final Finder find;
  private final Dice dice;

  private MaskedTexts(Scene scene, Dice dice) {
    this.scene = scene;
    this.find = new Finder(scene, dice);
    this.dice = dice;
  }

  /** Writes about a scene; every call of a method gives another text. */
  public static MaskedTexts of(Scene scene) {
    return new MaskedTexts(scene, new Dice(scene.random(PURPOSE)));
  }

  /** A text with a word of any kind. */
  public MaskedText next() {
    while (true) {
      var text = next(dice.one(KINDS));
      if (text.isPresent()) {
        return text.orElseThrow();
      }
    }
  }

  /** A text with a word of this kind; empty where the scene decides none. */
  public Optional<MaskedText> next(String kind) {
    return switch (kind) {
      case "number" -> number();
      case "relation" -> relation();
      default -> attribute(kind);
    };
  }

  /** {@code there is a large [MASK] circle}: all things that the other words fit agree. */
  private Optional<MaskedText> attribute(String kind) {
    for (var thing : dice.shuffled(scene.things())) {
      for (var what : dice.shuffled(Description.of(thing))) {
        if (what.says(kind) && what.attributes().size() > 1 && decides(what, kind)) {
          return Optional.of(masked(what, kind));
        }
      }
    }
    return Optional.empty();
  }

  private boolean decides(Description what, String kind) {
    return without(what, kind).in(scene).stream().allMatch(what::fits);
  }

  private static Description without(Description what, String kind) {
    Set<Attribute> rest = new LinkedHashSet<>(what.attributes());
    rest.removeIf(attribute -> attribute.kind().equals(kind));
    return new Description(rest);
  }

  private MaskedText masked(Description what, String kind) {
    var word =
        what.attributes().stream()
            .filter(attribute -> attribute.kind().equals(kind))
            .findFirst()
            .orElseThrow()
            .word();
    var form = dice.once(2) ? "there is a %s in the picture" : "you can see a %s";
    return new MaskedText(form.formatted(what.singular().replace(word, MASK)), word, kind);
  }

  /** {@code there are [MASK] red things}. */
  private Optional<MaskedText> number() {
    var what = find.counted(dice.between(2, 4));
    int count = what.in(scene).size();
    return count < 2
        ? Optional.empty()
        : Optional.of(
            new MaskedText(
                "there are %s %s".formatted(MASK, what.plural()), Wording.number(count), "number"));
  }

  /** {@code the circle is to the [MASK] of the red star}, {@code … is [MASK] the red star}. */
  private Optional<MaskedText> relation() {
    return find.pair()
        .flatMap(
            pair ->
                dice.shuffled(List.of(Relation.values())).stream()
                    .filter(relation -> relation.of(pair.one(), pair.other()) == Truth.TRUE)
                    .findFirst()
                    .map(
                        relation -> {
                          var word = relation.word();
                          return new MaskedText(
                              "%s is %s %s"
                                  .formatted(
                                      pair.first().definite(),
                                      relation.words().replace(word, MASK),
                                      pair.second().definite()),
                              word,
                              "relation");
                        }));
  }
}
