package io.alignstream.deploy.exam;

import io.alignstream.deploy.world.Hypothesis;
import io.alignstream.heads.metrics.Mean;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Marks for answers: accuracies by key, all and by kind. */
final class AnswerMarks {
  private final Map<String, Mean> marks = new TreeMap<>();

  private AnswerMarks() {}

  /** Of an exam as somebody answered it. */
  static Map<String, Mean> of(Exam exam, Function<Paper, Answerer> answers) {
    var all = new AnswerMarks();
    exam.papers().forEach(paper -> all.mark(paper, answers.apply(paper)));
    return all.marks;
  }

  private void mark(Paper paper, Answerer answers) {
    for (int i = 0; i < paper.questions().size(); i++) {
      var question = paper.questions().get(i);
      boolean right = answers.question(i).equals(Optional.of(question.answer()));
      mark("vqa.accuracy", right);
      mark("vqa.by_type." + ExamEvents.word(question.type()), right);
    }
    for (int i = 0; i < paper.hypotheses().size(); i++) {
      Hypothesis hypothesis = paper.hypotheses().get(i);
      boolean right = answers.hypothesis(i).equals(Optional.of(hypothesis.label()));
      mark("ve.accuracy", right);
      mark("ve.by_label." + ExamEvents.word(hypothesis.label()), right);
    }
    for (int i = 0; i < paper.expressions().size(); i++) {
      var expression = paper.expressions().get(i);
      mark(
          "re.accuracy50",
          answers.expression(i).filter(box -> Boxes.hits(box, expression)).isPresent());
    }
    for (int i = 0; i < paper.masked().size(); i++) {
      var masked = paper.masked().get(i);
      boolean right = answers.masked(i).equals(Optional.of(masked.word()));
      mark("mlm.accuracy", right);
      mark("mlm.by_kind." + masked.kind(), right);
    }
  }

  private void mark(String key, boolean right) {
    marks.put(key, marks.getOrDefault(key, Mean.NONE).plus(right));
  }
}
