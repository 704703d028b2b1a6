package io.alignstream.deploy.exam;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.deploy.world.Attribute.Colour;
import io.alignstream.deploy.world.Attribute.Shape;
import io.alignstream.deploy.world.Split;
import io.alignstream.deploy.world.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final Exam EXAM = Exam.of(Split.TEST, 7, 40);
  private static final Outputs FAULTLESS = Sayings.faultless(EXAM).outputs();

  @Test
  void aFaultlessLineHasFullMarksAndReachesItsCeilings() {
    var figures = marked(FAULTLESS);
    for (var figure : figures.all()) {
      assertThat(figure.value()).as(figure.key()).isEqualTo(1);
      if (!figure.key().startsWith("retrieval")) { // where the background may tell pictures apart
        assertThat(figure.ceiling()).as(figure.key()).isEqualTo(1);
      }
      assertThat(figure.count()).as(figure.key()).isPositive();
    }
    assertThat(figures.figure("retrieval.text_to_image.r1").ceiling()).isGreaterThan(0.9);
    assertThat(figures.figure("retrieval.image_to_text.r10").ceiling()).isGreaterThan(0.95);
  }

  @Test
  void everyFigureHasItsKey() {
    var keys = marked(FAULTLESS).all().stream().map(Figures.Figure::key).toList();
    assertThat(keys)
        .doesNotHaveDuplicates()
        .contains(
            "detection.map50",
            "phrases.f1",
            "mlm.accuracy",
            "mlm.by_kind.color",
            "mlm.by_kind.relation",
            "vqa.accuracy",
            "vqa.by_type.count",
            "ve.accuracy",
            "ve.by_label.neutral",
            "re.accuracy50",
            "retrieval.text_to_image.r1",
            "retrieval.text_to_image.coarse_r1",
            "retrieval.text_to_image.r5",
            "retrieval.text_to_image.coarse_r10",
            "retrieval.image_to_text.r1",
            "retrieval.image_to_text.coarse_r5");
  }

  @Test
  void whoSeesYellowAsRedHasLowerCeilings() {
    var figures = marked(seeing(FiguresTest::yellowAsRed));
    assertThat(figures.value("vqa.accuracy"))
        .isEqualTo(1); // what was answered is right all the same
    assertThat(figures.value("detection.map50")).isEqualTo(1); // classes are shapes
    assertThat(figures.value("detection.color")).isBetween(0.7, 0.99);
    assertThat(figures.value("detection.size")).isEqualTo(1);
    for (var key : List.of("vqa.by_type.color", "mlm.by_kind.color", "ve.accuracy")) {
      assertThat(figures.figure(key).ceiling()).as(key).isBetween(0.5, 0.99);
    }
  }

  @Test
  void whoSeesCirclesAsHeartsDetectsLess() {
    var figures = marked(seeing(FiguresTest::circleAsHeart));
    assertThat(figures.value("detection.map50")).isBetween(0.6, 0.9);
    assertThat(figures.value("detection.shape")).isBetween(0.7, 0.95);
    assertThat(figures.value("detection.recall")).isEqualTo(1);
    for (var key : List.of("mlm.by_kind.shape", "re.accuracy50", "retrieval.text_to_image.r1")) {
      assertThat(figures.figure(key).ceiling()).as(key).isBetween(0.5, 0.99);
    }
  }

  @Test
  void missingRecordsCountAsWrong() {
    var all = FAULTLESS;
    var entries = new ArrayList<>(all.entries().values());
    entries.remove(0);
    var answers = new ArrayList<>(all.answers().values());
    answers.removeIf(answer -> answer.getTaskId().startsWith("vqa-co"));
    var figures = marked(Outputs.of(entries, answers));
    assertThat(figures.value("vqa.by_type.color")).isZero();
    assertThat(figures.value("vqa.by_type.existence")).isEqualTo(1);
    assertThat(figures.value("detection.map50")).isLessThan(1);
    assertThat(figures.value("phrases.f1")).isLessThan(1);
    assertThat(marked(Outputs.of(List.of(), List.of())).value("ve.accuracy")).isZero();
  }

  private static Outputs seeing(UnaryOperator<Thing> eye) {
    return new Sayings(EXAM, eye).outputs();
  }

  private static Thing yellowAsRed(Thing it) {
    var colour = it.colour() == Colour.YELLOW ? Colour.RED : it.colour();
    return new Thing(it.size(), it.texture(), colour, it.shape(), it.x1(), it.y1(), it.edge());
  }

  private static Thing circleAsHeart(Thing it) {
    var shape = it.shape() == Shape.CIRCLE ? Shape.HEART : it.shape();
    return new Thing(it.size(), it.texture(), it.colour(), shape, it.x1(), it.y1(), it.edge());
  }

  private static Figures marked(Outputs outputs) {
    return Figures.of(EXAM, outputs, Retrieval.coarse(EXAM, outputs));
  }
}
