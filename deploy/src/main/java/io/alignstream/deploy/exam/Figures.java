package io.alignstream.deploy.exam;

import io.alignstream.deploy.world.CaptionPhrases;
import io.alignstream.deploy.world.ExactMatch;
import io.alignstream.deploy.world.ExactReader;
import io.alignstream.deploy.world.Seen;
import io.alignstream.heads.metrics.Mean;
import io.alignstream.heads.metrics.Recall;
import io.alignstream.heads.metrics.RetrievalRanks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** How good the line was: figures with their ceilings. */
public record Figures(List<Figure> all) {
  /**
   * A share between 0 and 1.
   *
   * @param key {@code vqa.by_type.color}
   * @param ceiling what the exact program reaches over the same detections
   * @param count how many were asked
   */
  public record Figure(String key, double value, double ceiling, long count) {}

  /** Copies the list. */
  public Figures {
    all = List.copyOf(all);
  }

  /**
   * Marks an exam.
   *
   * @param retrieval the coarse ranking; its candidates' matches are among the outputs
   */
  public static Figures of(Exam exam, Outputs outputs, Retrieval retrieval) {
    Map<Paper, List<Seen>> seen = new HashMap<>();
    for (var paper : exam.papers()) {
      seen.put(paper, outputs.entry(paper).map(DetectedScene::of).orElse(List.of()));
    }
    var figures = new ArrayList<Figure>();
    long things = exam.papers().stream().mapToLong(paper -> paper.scene().things().size()).sum();
    figures.add(new Figure("detection.map50", DetectionMarks.map50(exam, outputs), 1, things));
    DetectionMarks.byKind(exam, seen)
        .forEach(
            (kind, mark) ->
                figures.add(new Figure("detection." + kind, mark.value(), 1, mark.count())));
    figures.add(phrases(exam, outputs));
    retrieval(exam, outputs, retrieval, seen, figures);
    var marks = AnswerMarks.of(exam, paper -> new RecordedAnswers(outputs, paper));
    var ceilings =
        AnswerMarks.of(
            exam,
            paper -> Answerer.exact(paper, new ExactReader(seen.getOrDefault(paper, List.of()))));
    marks.forEach(
        (key, mark) ->
            figures.add(
                new Figure(
                    key,
                    mark.value(),
                    ceilings.getOrDefault(key, Mean.NONE).value(),
                    mark.count())));
    return new Figures(figures);
  }

  private static Figure phrases(Exam exam, Outputs outputs) {
    var marks = PhraseMarks.of(exam, paper -> PhraseMarks.recorded(outputs, paper));
    var ceiling = PhraseMarks.of(exam, paper -> CaptionPhrases.read(paper.caption().text()));
    return new Figure("phrases.f1", marks.f1(), ceiling.f1(), marks.meant());
  }

  private static void retrieval(
      Exam exam,
      Outputs outputs,
      Retrieval retrieval,
      Map<Paper, List<Seen>> seen,
      List<Figure> figures) {
    var exact =
        Retrieval.exact(
                exam,
                exam.papers().stream()
                    .map(paper -> new ExactMatch(seen.getOrDefault(paper, List.of())))
                    .toList())
            .coarseRanks();
    var ceilings = new HashMap<String, Double>();
    recalls(exact, "", ceilings::put);
    BiConsumer<String, RetrievalRanks> add =
        (coarse, ranks) ->
            recalls(
                ranks,
                coarse,
                (key, value) ->
                    figures.add(
                        new Figure(
                            key,
                            value,
                            ceilings.getOrDefault(key.replace(coarse, ""), 0.0),
                            exam.papers().size())));
    add.accept("", retrieval.rerankedRanks(outputs));
    add.accept("coarse_", retrieval.coarseRanks());
  }

  private static void recalls(RetrievalRanks ranks, String kind, BiConsumer<String, Double> add) {
    recalls("retrieval.text_to_image." + kind, ranks.textToImageRecall(), add);
    recalls("retrieval.image_to_text." + kind, ranks.imageToTextRecall(), add);
  }

  private static void recalls(String prefix, Recall recall, BiConsumer<String, Double> add) {
    add.accept(prefix + "r1", recall.at1());
    add.accept(prefix + "r5", recall.at5());
    add.accept(prefix + "r10", recall.at10());
  }

  /** The figure with a key. */
  public double value(String key) {
    return figure(key).value();
  }

  /** The figure with a key, whole. */
  public Figure figure(String key) {
    return all.stream()
        .filter(figure -> figure.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no figure " + key));
  }
}
