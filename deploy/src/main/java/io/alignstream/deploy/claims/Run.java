package io.alignstream.deploy.claims;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One way to train, the same for every seed.
 *
 * @param name of its directory
 * @param start a checkpoint below the models' directory; empty for new weights
 * @param isJoint whether new weights are those of one joint encoder
 * @param steps one after another, each from where the one before ended
 */
public record Run(String name, Optional<String> start, boolean isJoint, List<Step> steps) {
  /**
   * A training.
   *
   * @param task of {@link io.alignstream.deploy.training.Recipe#TASKS}
   * @param lists what it learns from
   * @param settings over the demo's recipe
   */
  public record Step(String task, String lists, Map<String, String> settings) {
    /** Copies the settings. */
    public Step {
      settings = Map.copyOf(settings);
    }
  }

  /** Copies the steps. */
  public Run {
    steps = List.copyOf(steps);
  }

  /** All of them. */
  public static List<Run> all() {
    return List.of(
        retrieval("phrases", Map.of()),
        retrieval("no-phrases", Map.of("max_phrases", "0")),
        fromTheBeginning("two-stages", false),
        fromTheBeginning("joint", true),
        questions("head-of-words", Map.of()),
        questions("new-head", Map.of("fresh", "cls.")));
  }

  /** After the same pre-training, which had phrases. */
  private static Run retrieval(String name, Map<String, String> changed) {
    return of(name, "pretraining/best", step("retrieval", ParsedCaptions.NAME, 400, changed));
  }

  /** Measured on the way too: a good start is soon made up for. */
  private static Run questions(String name, Map<String, String> changed) {
    var settings = new HashMap<>(changed);
    settings.put("eval_steps", "100");
    return of(name, "mlm/best", step("vqa", "questions", 400, settings));
  }

  private static Run of(String name, String start, Step step) {
    return new Run(name, Optional.of(start), false, List.of(step));
  }

  /** Expressions, then masked words: what the demo's other models begin with. */
  private static Run fromTheBeginning(String name, boolean joint) {
    return new Run(
        name,
        Optional.empty(),
        joint,
        List.of(step("re", "expressions", 600, Map.of()), step("mlm", "masked", 1000, Map.of())));
  }

  private static Step step(String task, String lists, int steps, Map<String, String> changed) {
    var settings = new HashMap<String, String>();
    settings.put("max_steps", String.valueOf(steps));
    settings.put("save_steps", "200");
    settings.put("eval_steps", "0"); // at the end only: nothing is chosen by what is measured
    settings.putAll(changed);
    return new Step(task, lists, settings);
  }
}
