package io.alignstream.deploy.exam;

import io.alignstream.deploy.world.CaptionPhrases;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * How well the phrases of captions are found.
 *
 * @param right phrases that were found and are meant
 * @param found phrases that were found
 * @param meant phrases that the grammar wrote
 */
record PhraseMarks(int right, int found, int meant) {
  /** Of all captions as somebody read them. */
  static PhraseMarks of(Exam exam, Function<Paper, Set<List<String>>> reader) {
    var sum = new PhraseMarks(0, 0, 0);
    for (var paper : exam.papers()) {
      var meant = CaptionPhrases.of(paper.caption());
      var found = reader.apply(paper);
      int right = (int) found.stream().filter(meant::contains).count();
      sum = new PhraseMarks(sum.right + right, sum.found + found.size(), sum.meant + meant.size());
    }
    return sum;
  }

  /** Those that an index entry has. */
  static Set<List<String>> recorded(Outputs outputs, Paper paper) {
    return outputs
        .entry(paper)
        .flatMap(entry -> entry.getCaptions().stream().findFirst())
        .map(caption -> CaptionPhrases.compared(caption.getPhrases()))
        .orElse(Set.of());
  }

  /** The harmonic mean of precision and recall; 0 of nothing. */
  double f1() {
    return found + meant == 0 ? 0 : 2.0 * right / (found + meant);
  }
}
