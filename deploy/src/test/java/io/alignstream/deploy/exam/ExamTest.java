package io.alignstream.deploy.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.deploy.world.ExactReader;
import io.alignstream.deploy.world.MaskedText;
import io.alignstream.deploy.world.Scene;
import io.alignstream.deploy.world.Seen;
import io.alignstream.deploy.world.Split;
import io.alignstream.schemas.avro.TaskRequest;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExamTest {
  @Test
  void seedsNameStretchesOfASplit() {
    assertThat(scenes(1)).doesNotContainAnyElementsOf(scenes(2)).isEqualTo(scenes(1));
    assertThat(scenes(-3)).allMatch(scene -> Split.of(scene.number()) == Split.HELD_OUT);
    assertThatThrownBy(() -> Exam.of(Split.TEST, 1, 0))
        .hasMessage("0 scenes, but an exam has 1 to 500000");
  }

  @Test
  void captionsFitTheirOwnSceneOnly() {
    var exam = Exam.of(Split.TEST, 3, 60);
    for (var paper : exam.papers()) {
      assertThat(exam.papers().stream().map(Paper::scene).filter(paper.caption()::couldMean))
          .containsExactly(paper.scene());
    }
  }

  @Test
  void thePictureDecidesEveryHiddenWordAndNoKindIsRare() {
    var exam = Exam.of(Split.TEST, 4, 60);
    for (var paper : exam.papers()) {
      var reader = new ExactReader(Seen.all(paper.scene()));
      for (var masked : paper.masked()) {
        assertThat(reader.fill(masked.text())).as(masked.text()).containsExactly(masked.word());
      }
    }
    var kinds =
        exam.papers().stream()
            .flatMap(paper -> paper.masked().stream())
            .collect(Collectors.groupingBy(MaskedText::kind, Collectors.counting()));
    assertThat(kinds).hasSize(6);
    assertThat(kinds.values()).allMatch(count -> count >= 20);
  }

  @Test
  void eventsAskEverythingUnderNamesOfTheirOwn() {
    var exam = Exam.of(Split.TEST, 5, 5);
    for (var paper : exam.papers()) {
      var event = ExamEvents.of(paper);
      assertThat(event.getTasks()).hasSize(paper.tasks());
      assertThat(paper.tasks()).isBetween(10, 13);
      assertThat(event.getTasks().stream().map(TaskRequest::getId)).doesNotHaveDuplicates();
    }
  }

  @Test
  void askingAgainIsCutIntoEventsThatLeaveTheSameEntry() {
    var exam = Exam.of(Split.TEST, 6, 9);
    var captions = IntStream.range(0, 9).boxed().toList();
    var again = ExamEvents.again(exam, 2, captions, 4);
    assertThat(again).extracting(event -> event.getTasks().size()).containsExactly(4, 4, 1);
    var first = ExamEvents.of(exam.papers().get(2));
    for (var event : again) {
      assertThat(event.getImageId()).isEqualTo(first.getImageId());
      assertThat(event.getImageBytes()).isEqualTo(first.getImageBytes());
      assertThat(event.getCaptions()).isEqualTo(first.getCaptions());
    }
    assertThat(new HashSet<>(again.stream().map(event -> event.getEventId()).toList()))
        .hasSize(3)
        .doesNotContain(first.getEventId());
  }

  private static List<Scene> scenes(long seed) {
    return Exam.of(seed < 0 ? Split.HELD_OUT : Split.TEST, seed, 20).papers().stream()
        .map(Paper::scene)
        .toList();
  }
}
