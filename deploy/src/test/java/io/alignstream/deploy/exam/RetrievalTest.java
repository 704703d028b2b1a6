package io.alignstream.deploy.exam;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.deploy.world.Split;
import io.alignstream.heads.metrics.Candidates;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.ImageTextMatchResult;
import io.alignstream.schemas.avro.Source;
import io.alignstream.schemas.avro.Task;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetrievalTest {
  private static final Exam EXAM = Exam.of(Split.TEST, 1, 3);

  @Test
  void asksForTheUnionOfBothDirections() {
    var similarity =
        FloatMatrix.wrap(3, 3, new float[] {.9f, .1f, .2f, .8f, .3f, .1f, .7f, .2f, .4f});
    var retrieval = new Retrieval(EXAM, similarity, Candidates.best(similarity, 1, 1));
    assertThat(retrieval.candidates().captions())
        .isEqualTo(List.of(List.of(0), List.of(0), List.of(0)));
    assertThat(retrieval.again(0)).containsExactly(0);
    assertThat(retrieval.again(1)).containsExactly(0, 1); // 1: its own image is caption 1's best
    assertThat(retrieval.again(2)).containsExactly(0, 2);
  }

  @Test
  void matchingPutsInOrderWhatVectorsLeft() {
    var similarity =
        FloatMatrix.wrap(3, 3, new float[] {.1f, .9f, .9f, .9f, .1f, .9f, .9f, .9f, .1f});
    var retrieval = new Retrieval(EXAM, similarity, Candidates.best(similarity, 3, 3));
    assertThat(retrieval.coarseRanks().textToImageRecall().at1()).isZero();
    var answers = new ArrayList<Answer>();
    for (int image = 0; image < 3; image++) {
      for (int caption = 0; caption < 3; caption++) {
        answers.add(
            match(image, caption, image == caption && image < 2 ? 0.8f : 0.4f - image * 0.1f));
      }
    }
    var outputs = Outputs.of(List.of(), answers);
    var ranks = retrieval.rerankedRanks(outputs);
    assertThat(ranks.textToImage()).containsExactly(0, 0, 2);
    assertThat(ranks.imageToText().subList(0, 2)).containsExactly(0, 0);
    assertThat(retrieval.images(1, outputs))
        .extracting(Retrieval.Hit::paper)
        .containsExactly(1, 0, 2);
    assertThat(retrieval.images(1, outputs).get(0).right()).isTrue();
  }

  @Test
  void equalMatchesKeepTheOrderOfTheVectors() {
    var similarity =
        FloatMatrix.wrap(3, 3, new float[] {.9f, .3f, .1f, .2f, .8f, .3f, .3f, .2f, .7f});
    var retrieval = new Retrieval(EXAM, similarity, Candidates.best(similarity, 3, 3));
    var ranks = retrieval.rerankedRanks(Outputs.of(List.of(), List.of()));
    assertThat(ranks.textToImage()).containsExactly(0, 0, 0);
    assertThat(ranks.imageToText()).containsExactly(0, 0, 0);
  }

  private static Answer match(int image, int caption, float match) {
    return Answer.newBuilder()
        .setEventId("again")
        .setImageId(EXAM.papers().get(image).scene().imageId())
        .setTaskId(ExamEvents.match(EXAM.papers().get(caption)))
        .setTask(Task.IMAGE_TEXT_MATCH)
        .setSource(new Source("events", 0, 0L))
        .setModelVersion("hand")
        .setImageTextMatch(new ImageTextMatchResult(match))
        .build();
  }
}
