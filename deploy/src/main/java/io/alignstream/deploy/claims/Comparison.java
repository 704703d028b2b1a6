package io.alignstream.deploy.claims;

import java.util.List;

/**
 * A claim, and what shows it.
 *
 * @param claim as a heading
 * @param figures their names
 * @param forms what is compared
 */
public record Comparison(String claim, List<String> figures, List<Form> forms) {
  private static final List<String> RECALL = List.of("text → image R@1", "R@5", "image → text R@1");
  private static final List<String> RE_RANKED = List.of("t2i_R@1", "t2i_R@5", "i2t_R@1");

  /**
   * One side of a comparison.
   *
   * @param run whose figures they are
   * @param metrics one for each figure, as the trainings name them
   */
  public record Form(String name, String run, List<String> metrics) {
    /** Copies the list. */
    public Form {
      metrics = List.copyOf(metrics);
    }
  }

  /** Copies the lists. */
  public Comparison {
    figures = List.copyOf(figures);
    forms = List.copyOf(forms);
  }

  /** All of them: those of the reference's README, then ours. */
  public static List<Comparison> all() {
    return List.of(
        of(
            "Phrases",
            RECALL,
            "captions with their phrases",
            "phrases",
            "captions alone",
            "no-phrases",
            RE_RANKED),
        of(
            "Two stages",
            List.of("expressions", "words for [MASK]"),
            "two stages, three layers each",
            "two-stages",
            "one joint encoder of six layers",
            "joint",
            List.of("accuracy", "masked_words")),
        of(
            "The head of questions",
            List.of("answers, 6,400 seen", "25,600 seen"),
            "from the masked words' head",
            "head-of-words",
            "new",
            "new-head",
            List.of("score@100", "score")),
        new Comparison(
            "Ranking",
            RECALL,
            List.of(
                new Form(
                    "vectors alone", "phrases", RE_RANKED.stream().map("coarse_"::concat).toList()),
                new Form("re-ranked", "phrases", RE_RANKED))));
  }

  private static Comparison of(
      String claim,
      List<String> figures,
      String with,
      String withRun,
      String without,
      String withoutRun,
      List<String> metrics) {
    return new Comparison(
        claim,
        figures,
        List.of(new Form(with, withRun, metrics), new Form(without, withoutRun, metrics)));
  }
}
