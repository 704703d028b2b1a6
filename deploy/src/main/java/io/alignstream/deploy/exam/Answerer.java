package io.alignstream.deploy.exam;

import io.alignstream.deploy.world.ExactReader;
import io.alignstream.deploy.world.Hypothesis.Label;
import io.alignstream.schemas.line.Box;
import java.util.Optional;

/** Whoever answers a paper: the line, or the exact program. Tasks go by their number. */
public interface Answerer {
  /** The best answer to a question. */
  Optional<String> question(int number);

  /** The label of a hypothesis. */
  Optional<Label> hypothesis(int number);

  /** The best box for an expression. */
  Optional<Box> expression(int number);

  /** The best word for a mask. */
  Optional<String> masked(int number);

  /** The exact program, over what is seen. */
  static Answerer exact(Paper paper, ExactReader reader) {
    return new Answerer() {
      @Override
      public Optional<String> question(int number) {
        return reader.answer(paper.questions().get(number).text());
      }

      @Override
      public Optional<Label> hypothesis(int number) {
        return reader.judge(paper.hypotheses().get(number).text());
      }

      @Override
      public Optional<Box> expression(int number) {
        return reader.find(paper.expressions().get(number).text()).map(seen -> seen.box());
      }

      @Override
      public Optional<String> masked(int number) {
        return reader.fill(paper.masked().get(number).text()).stream().findFirst();
      }
    };
  }
}
