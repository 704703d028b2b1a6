package io.alignstream.deploy.demo;

import io.alignstream.deploy.exam.Boxes;
import io.alignstream.deploy.exam.Exam;
import io.alignstream.deploy.exam.Paper;
import io.alignstream.deploy.sheet.ContactSheet.Row;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.avro.ScoredText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the demo shows on a terminal. */
final class DemoPage {
  private static final int QUERIES = 5;
  private static final int FOUND = 3;
  private static final int SCENES = 3; // whose answers are shown
  private static final int BEST = 3; // answers and words of each
  private static final int MESSAGE = 90; // characters of a dead letter's

  private final PrintWriter out;

  DemoPage(PrintWriter out) {
    this.out = out;
  }

  void title() {
    out.printf("%n  Alignstream: images and captions in, index entries and answers out%n%n");
    out.flush();
  }

  void fact(String name, String value) {
    out.printf("  %-10s %s%n", name, value);
    out.flush();
  }

  /** What is going to be asked. */
  void exam(Demo.Plan plan, Exam exam) {
    fact(
        "world",
        "%,d scenes of the %s split (seed %d), which no model has seen"
            .formatted(exam.papers().size(), name(plan), plan.seed()));
    fact("asked", "%,d tasks, and %d broken events".formatted(exam.tasks(), DemoEvents.BROKEN));
    out.println();
    out.flush();
  }

  private static String name(Demo.Plan plan) {
    return plan.split().word().replace('_', '-');
  }

  /** What came out: of the first few scenes, and the marks of all. */
  void results(Examined examined) {
    var counts = examined.counts();
    out.printf(
        "%n  %,d events → %,d answered whole, %,d dead letters in %s;"
            + " %,d pairs of image and caption matched in %s%n",
        counts.published(),
        counts.answered(),
        counts.deadLettered(),
        seconds(examined.answering()),
        counts.pairs(),
        seconds(examined.reranking()));
    search(examined);
    var papers = examined.exam().papers();
    papers.subList(0, Math.min(SCENES, papers.size())).forEach(paper -> answers(examined, paper));
    tables(examined);
    deadLetters(examined);
    out.flush();
  }

  private void search(Examined examined) {
    var papers = examined.exam().papers();
    out.printf("%n  Text → image: the best of %,d, by matching probability%n", papers.size());
    for (int query = 0; query < Math.min(QUERIES, papers.size()); query++) {
      out.printf("    “%s”%n", papers.get(query).caption().text());
      var hits = examined.retrieval().images(query, examined.outputs());
      out.printf(
          "      %s%n",
          hits.stream()
              .limit(FOUND)
              .map(
                  hit ->
                      "%s %s %.2f"
                          .formatted(
                              sign(hit.right()),
                              papers.get(hit.paper()).scene().imageId(),
                              hit.match()))
              .collect(Collectors.joining("    ")));
    }
  }

  private void answers(Examined examined, Paper paper) {
    var answers = examined.answers(paper);
    out.printf("%n  %s: “%s”%n", paper.scene().imageId(), paper.caption().text());
    for (int i = 0; i < paper.questions().size(); i++) {
      var question = paper.questions().get(i);
      row(question.text(), best(answers.answers(i)), answers.question(i), question.answer());
    }
    for (int i = 0; i < paper.hypotheses().size(); i++) {
      var hypothesis = paper.hypotheses().get(i);
      var label = answers.hypothesis(i).map(DemoPage::word);
      row(
          hypothesis.text(),
          label.orElse("nothing") + " %.2f".formatted(answers.certainty(i)),
          label,
          word(hypothesis.label()));
    }
    for (int i = 0; i < paper.masked().size(); i++) {
      var masked = paper.masked().get(i);
      row(masked.text(), best(answers.words(i)), answers.masked(i), masked.word());
    }
    for (int i = 0; i < paper.expressions().size(); i++) {
      var expression = paper.expressions().get(i);
      var found = answers.expression(i);
      row(
          found.filter(box -> Boxes.hits(box, expression)).isPresent(),
          expression.text(),
          found
              .map(
                  box ->
                      "box %.0f %.0f %.0f %.0f".formatted(box.x1(), box.y1(), box.x2(), box.y2()))
              .orElse("no box"));
    }
  }

  private void row(String asked, String answer, Optional<String> first, String truth) {
    boolean right = first.equals(Optional.of(truth));
    row(right, asked, right ? answer : answer + " (it is " + truth + ")");
  }

  private void row(boolean right, String asked, String answer) {
    out.printf("    %s %-62s %s%n", sign(right), asked, answer);
  }

  private void tables(Examined examined) {
    for (var table : DemoTable.of(examined.figures())) {
      out.println();
      row("  ", table.header());
      table.rows().forEach(row -> row("    ", row));
    }
    out.printf(
        "%n  All figures come from the records on the topics. Ceiling: what an exact program reads"
            + " from the%n  same texts over the detector's regions, which say nothing of the"
            + " background.%n");
  }

  private void row(String indent, Row row) {
    out.printf("%-42s", indent + row.name());
    row.cells().forEach(cell -> out.printf(" %9s", cell));
    out.println();
  }

  private void deadLetters(Examined examined) {
    out.printf("%n  Dead letters%n");
    examined.refusals().stream()
        .limit(2L * DemoEvents.BROKEN)
        .forEach(
            refusal ->
                out.printf(
                    "    %-16s %-18s %s%n",
                    refusal.key(), refusal.reason(), shortened(refusal.message())));
  }

  /** Where everything lies. */
  void files(Demo.Plan plan, Topics topics, List<Path> sheets) {
    out.printf("%n  The Avro records of all topics, one a line as JSON:%n");
    for (var topic : List.of(topics.index(), topics.answers(), topics.deadLetters())) {
      out.printf("    %s%n", plan.directory().resolve(topic + ".jsonl"));
    }
    out.printf("  Search results, boxes and answers as pictures:%n");
    sheets.forEach(sheet -> out.printf("    %s%n", sheet));
    plan.report().ifPresent(file -> out.printf("  Every figure:%n    %s%n", file));
    out.flush();
  }

  private static String best(List<ScoredText> texts) {
    return texts.isEmpty()
        ? "nothing"
        : texts.stream()
            .limit(BEST)
            .map(text -> "%s %.2f".formatted(text.getText(), text.getScore()))
            .collect(Collectors.joining(" · "));
  }

  static String word(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }

  private static String sign(boolean right) {
    return right ? "✓" : "✗";
  }

  private static String seconds(Duration took) {
    return "%.1f s".formatted(took.toMillis() / 1000.0);
  }

  private static String shortened(String message) {
    return message.length() <= MESSAGE ? message : message.substring(0, MESSAGE - 1) + "…";
  }
}
