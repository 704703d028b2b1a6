package io.alignstream.heads.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.schemas.avro.ScoredText;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class VqaTaskTest {
  private static final Offset<Float> EXACTLY = within(1e-6f);
  private static final AnswerVocabulary ANSWERS = new AnswerVocabulary(List.of("no", "two", "red"));
  private static final FloatMatrix LOGITS = FloatMatrix.wrap(1, 3, new float[] {0, 2, -1});

  @Test
  void answersThatDoNotExcludeEachOtherHaveSigmoids() {
    var answers = VqaTask.decode(LOGITS, ANSWERS, false, 2).getAnswers();

    assertThat(answers).extracting(ScoredText::getText).containsExactly("two", "no");
    assertThat(answers.get(0).getScore()).isCloseTo(0.8807971f, EXACTLY);
    assertThat(answers.get(1).getScore()).isCloseTo(0.5f, EXACTLY);
  }

  @Test
  void answersThatExcludeEachOtherShareOne() {
    var answers = VqaTask.decode(LOGITS, ANSWERS, true, 3).getAnswers();

    assertThat(answers).extracting(ScoredText::getText).containsExactly("two", "no", "red");
    assertThat(answers.get(0).getScore()).isCloseTo(0.8437947f, EXACTLY);
    assertThat(answers.get(0).getScore() + answers.get(1).getScore() + answers.get(2).getScore())
        .isCloseTo(1, EXACTLY);
  }
}
