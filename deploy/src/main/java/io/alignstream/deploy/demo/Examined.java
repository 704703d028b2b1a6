package io.alignstream.deploy.demo;

import io.alignstream.deploy.demo.DemoOutputs.Refusal;
import io.alignstream.deploy.exam.Exam;
import io.alignstream.deploy.exam.Figures;
import io.alignstream.deploy.exam.Outputs;
import io.alignstream.deploy.exam.Paper;
import io.alignstream.deploy.exam.RecordedAnswers;
import io.alignstream.deploy.exam.Retrieval;
import java.time.Duration;
import java.util.List;

/**
 * An exam that was taken.
 *
 * @param outputs what the topics say
 * @param retrieval the coarse ranking and its candidates
 * @param figures the marks
 * @param refusals dead letters among the events
 * @param answering how long all events took
 * @param reranking how long asking again took
 */
public record Examined(
    Exam exam,
    Outputs outputs,
    Retrieval retrieval,
    Figures figures,
    Counts counts,
    List<Refusal> refusals,
    Duration answering,
    Duration reranking) {

  /**
   * How many there were.
   *
   * @param published events, the broken ones among them
   * @param answered events all of whose answers came
   * @param deadLettered events that became dead letters
   * @param again further events that asked about candidates
   * @param pairs of image and caption that these asked about
   */
  public record Counts(int published, int answered, int deadLettered, int again, int pairs) {}

  /** Copies the list. */
  public Examined {
    refusals = List.copyOf(refusals);
  }

  /** What the line answered about a scene. */
  RecordedAnswers answers(Paper paper) {
    return new RecordedAnswers(outputs, paper);
  }
}
