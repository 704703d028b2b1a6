package io.alignstream.deploy.exam;

import io.alignstream.deploy.world.Hypothesis.Label;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.Entailment;
import io.alignstream.schemas.avro.ScoredBox;
import io.alignstream.schemas.avro.ScoredText;
import io.alignstream.schemas.line.Box;
import java.util.List;
import java.util.Optional;

/** What the answers topic says about a paper's image; nothing where a record is missing. */
public record RecordedAnswers(Outputs outputs, Paper paper) implements Answerer {
  @Override
  public Optional<String> question(int number) {
    return answers(number).stream().findFirst().map(ScoredText::getText);
  }

  /** All answers to a question, best first. */
  public List<ScoredText> answers(int number) {
    return answer(ExamEvents.question(paper, number))
        .flatMap(answer -> Optional.ofNullable(answer.getVqa()))
        .map(result -> result.getAnswers())
        .orElse(List.of());
  }

  @Override
  public Optional<Label> hypothesis(int number) {
    return answer(ExamEvents.hypothesis(number))
        .flatMap(answer -> Optional.ofNullable(answer.getVisualEntailment()))
        .filter(result -> result.getLabel() != Entailment.UNKNOWN)
        .map(result -> Label.valueOf(result.getLabel().name()));
  }

  /** Probability of the label that a hypothesis has got. */
  public double certainty(int number) {
    return answer(ExamEvents.hypothesis(number))
        .flatMap(answer -> Optional.ofNullable(answer.getVisualEntailment()))
        .map(
            result ->
                switch (result.getLabel()) {
                  case CONTRADICTION -> result.getContradiction();
                  case NEUTRAL -> result.getNeutral();
                  case ENTAILMENT -> result.getEntailment();
                  case UNKNOWN -> 0f;
                })
        .orElse(0f);
  }

  @Override
  public Optional<Box> expression(int number) {
    return boxes(number).stream().findFirst().map(scored -> Boxes.of(scored.getBox()));
  }

  /** All boxes for an expression, best first. */
  public List<ScoredBox> boxes(int number) {
    return answer(ExamEvents.expression(number))
        .flatMap(answer -> Optional.ofNullable(answer.getReferringExpression()))
        .map(result -> result.getBoxes())
        .orElse(List.of());
  }

  @Override
  public Optional<String> masked(int number) {
    return words(number).stream().findFirst().map(ScoredText::getText);
  }

  /** All words for a mask, best first. */
  public List<ScoredText> words(int number) {
    return answer(ExamEvents.masked(number))
        .flatMap(answer -> Optional.ofNullable(answer.getMaskedTokens()))
        .flatMap(result -> result.getMasks().stream().findFirst())
        .map(mask -> mask.getCandidates())
        .orElse(List.of());
  }

  private Optional<Answer> answer(String task) {
    return outputs.answer(paper, task);
  }
}
