package io.alignstream.deploy.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.deploy.world.Hypothesis.Label;
import io.alignstream.schemas.line.Box;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ExactReaderTest {
  private static final Seen CIRCLE =
      new Seen(Set.of("large", "plain", "red", "circle"), new Box(0, 0, 70, 70));
  private static final Seen STAR =
      new Seen(Set.of("small", "dotted", "red", "star"), new Box(100, 10, 130, 40));
  private static final Seen HEART =
      new Seen(Set.of("small", "striped", "blue", "heart"), new Box(100, 120, 130, 150));

  private final ExactReader reader = new ExactReader(List.of(CIRCLE, STAR, HEART));

  @Test
  void answersByWordsAndPlaces() {
    assertAnswer("what color is the heart ?", "blue");
    assertAnswer("what shape is the thing to the left of the dotted red star ?", "circle");
    assertAnswer("how many red things are there ?", "2");
    assertAnswer("how many crosses are there ?", "0");
    assertAnswer("do you see a large star ?", "no");
    assertAnswer("is the star above the blue heart ?", "yes");
    assertAnswer("is the heart larger than the circle ?", "no");
    assertAnswer("are there more red things than hearts ?", "yes");
    assertThat(reader.answer("who made the circle ?")).isEmpty();
  }

  @Test
  void takesTheNearestWhereNothingHasAllWords() {
    assertAnswer("what color is the large blue circle ?", "red");
    assertThat(reader.find("the small plain star")).contains(STAR);
    assertThat(new ExactReader(List.of()).find("the star")).isEmpty();
  }

  @Test
  void judgesWhatIsSaid() {
    assertLabel("there is exactly one red star", Label.ENTAILMENT);
    assertLabel("there are exactly three red things", Label.CONTRADICTION);
    assertLabel("the star is to the right of the circle", Label.ENTAILMENT);
    assertLabel("the blue heart is expensive", Label.NEUTRAL);
    assertLabel("the blue cross is expensive", Label.CONTRADICTION);
  }

  @Test
  void fillsGapsByWhatMayStandThere() {
    assertThat(reader.fill("you can see a large [MASK]")).containsExactly("circle");
    assertThat(reader.fill("there is a small [MASK] blue heart in the picture"))
        .containsExactly("striped");
    assertThat(reader.fill("there are [MASK] red things")).containsExactly("two");
    assertThat(reader.fill("the circle is to the [MASK] of the star")).containsExactly("left");
    assertThat(reader.fill("the star is [MASK] the blue thing")).containsExactly("above");
    assertThat(reader.fill("you can see a [MASK] heart")).contains("small", "striped", "blue");
  }

  @Test
  void matchesWhatIsSo() {
    var match = new ExactMatch(List.of(CIRCLE, STAR, HEART));
    assertThat(match.of("there is a red circle, a dotted star and a heart on a gray background"))
        .isEqualTo(1);
    assertThat(match.of("a large circle is to the left of a heart")).isEqualTo(1);
    assertThat(match.of("a large circle is to the right of a heart")).isBetween(0.2, 0.8);
    assertThat(match.of("a picture of a green circle and a heart"))
        .isBetween(match.of("a picture of a green cross and a heart") + 0.1, 0.9);
    assertThat(match.of("two red stars and a heart")).isLessThan(0.8);
  }

  @Test
  void everyCaptionFitsItsSceneAndReadsAsItIsMeant() {
    var scenes = LongStream.range(0, 1000).mapToObj(i -> Scene.of(Split.TRAIN.number(i))).toList();
    for (var scene : scenes) {
      var caption = Captions.of(scene).next();
      assertThat(new ExactMatch(Seen.all(scene)).of(caption.text())).as(caption.text()).isOne();
      assertThat(CaptionPhrases.read(caption.text()))
          .as(caption.text())
          .containsExactlyInAnyOrderElementsOf(CaptionPhrases.of(caption));
    }
  }

  @Test
  void phrasesAreObjectsAttributesAndRelations() {
    assertThat(CaptionPhrases.read("a picture of two red circles and a star on a gray background"))
        .containsExactlyInAnyOrder(
            List.of("picture"),
            List.of("picture", "of", "circle"),
            List.of("picture", "of", "star"),
            List.of("circle"),
            List.of("circle", "red"),
            List.of("circle", "two"),
            List.of("star"),
            List.of("background"),
            List.of("background", "gray"));
    assertThat(CaptionPhrases.read("a circle is above a star"))
        .contains(List.of("circle", "above", "star"));
    assertThat(CaptionPhrases.read("a circle to the left of a star"))
        .contains(List.of("circle", "to", "left"), List.of("left", "of", "star"));
  }

  private void assertAnswer(String question, String answer) {
    assertThat(reader.answer(question)).as(question).contains(answer);
  }

  private void assertLabel(String hypothesis, Label label) {
    assertThat(reader.judge(hypothesis)).as(hypothesis).contains(label);
  }
}
