package io.alignstream.deploy.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.deploy.world.Hypothesis.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said of scenes, checked from the words alone by {@link ExactReader}. */
class TextsTest {
  private static final int SCENES = 2000;

  @Test
  void questionsHaveTheAnswersThatAreSeen() {
    for (var scene : scenes(Split.TRAIN, SCENES)) {
      for (var question : Questions.of(scene).one()) {
        assertThat(reader(scene).answer(question.text()))
            .as(question.text())
            .contains(question.answer());
      }
    }
  }

  @Test
  void coloursAreNotSaid() {
    for (var scene : scenes(Split.TRAIN, SCENES)) {
      for (var question : Questions.of(scene).next(Question.Type.COLOR).stream().toList()) {
        var words = List.of(question.text().split(" ", -1));
        if (Stream.of(Relation.values()).noneMatch(it -> question.text().contains(it.words()))) {
          assertThat(words).as(question.text()).doesNotContain(question.answer());
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
        assertThat(reader(scene).judge(hypothesis.text()))
            .as(hypothesis.text())
            .contains(hypothesis.label());
      }
    }
  }

  @Test
  void expressionsMeanOneThing() {
    for (var scene : scenes(Split.TRAIN, SCENES)) {
      for (var expression : Expressions.of(scene).next().stream().toList()) {
        assertThat(reader(scene).find(expression.text()).map(Seen::box))
            .as(expression.text())
            .contains(expression.thing().box());
      }
    }
  }

  @Test
  void onlyOneWordOfAKindFitsTheMask() {
    for (var scene : scenes(Split.TRAIN, SCENES)) {
      var masked = MaskedTexts.of(scene).next();
      var words = new ArrayList<>(reader(scene).fill(masked.text()));
      if (Attribute.ORDER.contains(masked.kind())) {
        var ofKind = Attribute.ofKind(masked.kind()).stream().map(Attribute::word).toList();
        words.removeIf(word -> !ofKind.contains(word));
      }
      assertThat(words).as(masked.text()).containsExactly(masked.word());
    }
  }

  @Test
  void oneOfTheChoicesIsTrue() {
    for (var scene : scenes(Split.TRAIN, 500)) {
      var choice = Choice.of(scene);
      for (int i = 0; i < choice.answers().size(); i++) {
        assertThat(reader(scene).judge(choice.answers().get(i)))
            .contains(i == choice.right() ? Label.ENTAILMENT : Label.CONTRADICTION);
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
        var words = caption.text().substring(mention.start(), mention.end());
        assertThat(Said.of(words).in(Seen.all(scene)).stream().map(Seen::box))
            .as("%s in %s", words, caption.text())
            .containsExactlyElementsOf(mention.boxes());
      }
    }
  }

  private static List<Scene> scenes(Split split, int count) {
    return LongStream.range(0, count).mapToObj(i -> Scene.of(split.number(i))).toList();
  }

  private static ExactReader reader(Scene scene) {
    return new ExactReader(Seen.all(scene));
  }

  private static double share(Map<String, Integer> counts, String answer) {
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    return (double) counts.getOrDefault(answer, 0) / all;
  }
}
