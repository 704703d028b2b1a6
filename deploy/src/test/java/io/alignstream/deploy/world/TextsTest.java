package io.alignstream.deploy.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.deploy.world.Attribute.Shape;
import io.alignstream.deploy.world.Attribute.Texture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is said of scenes, checked from the words alone: a thing fits {@code large red circles} if
 * it has all these words.
 */
class TextsTest {
  private static final int SCENES = 2000;
  private static final Set<String> NOT_SAID_OF_IT = Set.of("thing", "things");

  @Test
  void countsAreRight() {
    for (var scene : scenes(Split.TRAIN, SCENES)) {
      var question = Questions.of(scene).next(Question.Type.COUNT).orElseThrow();
      var words = between(question.text(), "how many ", " are there ?");
      assertThat(String.valueOf(fitting(scene, words).size()))
          .as(question.text())
          .isEqualTo(question.answer());
    }
  }

  @Test
  void existenceIsRight() {
    for (var scene : scenes(Split.TRAIN, SCENES)) {
      var question = Questions.of(scene).next(Question.Type.EXISTENCE).orElseThrow();
      var words = question.text().replaceFirst("^(is there|do you see) an? ", "").replace(" ?", "");
      assertThat(!fitting(scene, words).isEmpty())
          .as(question.text())
          .isEqualTo(question.answer().equals("yes"));
    }
  }

  @Test
  void coloursAreRightAndNotSaid() {
    for (var scene : scenes(Split.TRAIN, SCENES)) {
      for (var question : Questions.of(scene).next(Question.Type.COLOR).stream().toList()) {
        var asked = between(question.text(), "what color is the ", " ?");
        if (Stream.of(Relation.values()).noneMatch(relation -> asked.contains(relation.words()))) {
          assertThat(asked).doesNotContain(question.answer());
          assertThat(fitting(scene, asked)).as(asked).hasSize(1);
          assertThat(fitting(scene, asked).get(0).colour().word()).isEqualTo(question.answer());
        }
      }
    }
  }

  @Test
  void wordsDoNotTellTheAnswer() {
    Map<Question.Type, Map<String, Integer>> answers = new TreeMap<>();
    for (var scene : scenes(Split.TRAIN, SCENES)) {
      for (var question : Questions.of(scene).one()) {
        answers
            .computeIfAbsent(question.type(), type -> new HashMap<>())
            .merge(question.answer(), 1, Integer::sum);
      }
    }
    assertThat(answers).hasSize(Question.Type.values().length);
    for (var yesOrNo : List.of(Question.Type.EXISTENCE, Question.Type.COMPARISON)) {
      assertThat(share(answers.get(yesOrNo), "yes")).as("%s", yesOrNo).isBetween(0.45, 0.55);
    }
    var relation = answers.get(Question.Type.RELATION);
    assertThat(share(relation, "yes")).isCloseTo(share(relation, "no"), within(0.04));
    answers.forEach(
        (type, counts) ->
            counts.keySet().forEach(answer -> assertThat(share(counts, answer)).isLessThan(0.55)));
  }

  @Test
  void hypothesesAreLabelledRightly() {
    for (var scene : scenes(Split.TRAIN, SCENES)) {
      for (var hypothesis : Hypotheses.of(scene).one()) {
        var text = hypothesis.text();
        if (text.startsWith("there is a")) {
          var fitting = fitting(scene, text.replaceFirst("^there is an? ", ""));
          assertThat(hypothesis.label())
              .as(text)
              .isEqualTo(
                  fitting.isEmpty() ? Hypothesis.Label.CONTRADICTION : Hypothesis.Label.ENTAILMENT);
        }
        if (hypothesis.label() == Hypothesis.Label.NEUTRAL) {
          var words = text.replaceFirst("^the ", "").replaceFirst(" (is|was|belongs) .*", "");
          assertThat(fitting(scene, words)).as(text).isNotEmpty();
        }
      }
    }
  }

  @Test
  void expressionsMeanOneThing() {
    for (var scene : scenes(Split.TRAIN, SCENES)) {
      for (var expression : Expressions.of(scene).next().stream().toList()) {
        var words = expression.text().replaceFirst("^the ", "");
        var relation =
            Stream.of(Relation.values())
                .filter(candidate -> words.contains(candidate.words()))
                .findFirst();
        if (relation.isEmpty()) {
          assertThat(fitting(scene, words)).as(words).containsExactly(expression.thing());
        } else {
          var parts = words.split(" " + relation.get().words() + " the ", -1);
          var from = fitting(scene, parts[1]);
          assertThat(from).as(words).hasSize(1);
          assertThat(
                  fitting(scene, parts[0]).stream()
                      .filter(thing -> relation.get().of(thing, from.get(0)) != Truth.FALSE)
                      .filter(thing -> thing != from.get(0)))
              .as(words)
              .containsExactly(expression.thing());
        }
      }
    }
  }

  @Test
  void onlyOneWordFitsTheMask() {
    for (var scene : scenes(Split.TRAIN, SCENES)) {
      var masked = MaskedTexts.of(scene).next();
      if (!masked.kind().equals("number") && !masked.kind().equals("relation")) {
        var fitting =
            WORDS.get(masked.kind()).stream()
                .filter(
                    word -> {
                      var whole = masked.text().replace(MaskedText.MASK, word);
                      var words = whole.replaceFirst("^(there is|you can see) a ", "");
                      return !fitting(scene, words.replace(" in the picture", "")).isEmpty();
                    })
                .toList();
        assertThat(fitting).as(masked.text()).containsExactly(masked.word());
      }
    }
  }

  @Test
  void oneOfTheChoicesIsTrue() {
    for (var scene : scenes(Split.TRAIN, 500)) {
      var choice = Choice.of(scene);
      for (int i = 0; i < choice.answers().size(); i++) {
        var words = choice.answers().get(i).replaceFirst("^there is an? ", "");
        assertThat(!fitting(scene, words).isEmpty()).isEqualTo(i == choice.right());
      }
    }
  }

  @Test
  void captionsMeanTheirSceneAndMentionItsThings() {
    var all = scenes(Split.TEST, 300);
    for (var scene : all) {
      var caption = Captions.of(scene).unique(all).orElseThrow();
      assertThat(all.stream().filter(caption::couldMean)).containsExactly(scene);
      for (var mention : caption.mentions()) {
        var words =
            caption
                .text()
                .substring(mention.start(), mention.end())
                .replaceFirst("^(an?|two|three|four|five|six) ", "");
        assertThat(fitting(scene, words).stream().map(Thing::box))
            .as("%s in %s", words, caption.text())
            .containsExactlyElementsOf(mention.boxes());
      }
    }
  }

  private static final Map<String, List<String>> WORDS =
      Map.of(
          "size", words(Attribute.Size.values()),
          "texture", words(Texture.values()),
          "color", words(Attribute.Colour.values()),
          "shape", words(Shape.values()));

  private static List<String> words(Attribute[] attributes) {
    return Stream.of(attributes).map(Attribute::word).toList();
  }

  private static List<Scene> scenes(Split split, int count) {
    return LongStream.range(0, count).mapToObj(i -> Scene.of(split.number(i))).toList();
  }

  private static String between(String text, String before, String after) {
    assertThat(text).startsWith(before).endsWith(after);
    return text.substring(before.length(), text.length() - after.length());
  }

  /** Things that have all these words. */
  private static List<Thing> fitting(Scene scene, String words) {
    var said = new ArrayList<>(List.of(words.split(" ", -1)));
    said.removeAll(NOT_SAID_OF_IT);
    var fitting = new ArrayList<Thing>();
    for (var thing : scene.things()) {
      var has =
          new HashSet<>(
              List.of(
                  name(thing.size()),
                  name(thing.texture()),
                  name(thing.colour()),
                  name(thing.shape()),
                  name(thing.shape()) + "s",
                  name(thing.shape()) + "es"));
      if (has.containsAll(said)) {
        fitting.add(thing);
      }
    }
    return fitting;
  }

  private static String name(Enum<?> attribute) {
    return attribute.name().toLowerCase(Locale.ROOT);
  }

  private static double share(Map<String, Integer> counts, String answer) {
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    return (double) counts.getOrDefault(answer, 0) / all;
  }
}
