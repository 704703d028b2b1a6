package io.alignstream.deploy.demo;

import io.alignstream.deploy.exam.Boxes;
import io.alignstream.deploy.exam.Paper;
import io.alignstream.deploy.sheet.ContactSheet;
import io.alignstream.deploy.sheet.ContactSheet.Card;
import io.alignstream.deploy.sheet.ContactSheet.Line;
import io.alignstream.deploy.sheet.ContactSheet.Mark;
import io.alignstream.deploy.sheet.ContactSheet.Outline;
import io.alignstream.deploy.sheet.ContactSheet.Section;
import io.alignstream.deploy.sheet.ContactSheet.Strip;
import io.alignstream.deploy.sheet.HtmlSheet;
import io.alignstream.deploy.sheet.PngSheet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What came out, as a contact sheet: the first few scenes, whether right or wrong. */
record DemoSheet(Examined examined) {
  private static final int QUERIES = 5;
  private static final int FOUND = 4;
  private static final int EXPRESSIONS = 8;
  private static final int SCENES = 8;

  /** Writes it as HTML and, where this Java has fonts, as PNG; says where. */
  List<Path> write(Path directory) {
    var sheet = sheet();
    var written = new ArrayList<Path>();
    var html = directory.resolve("contact-sheet.html");
    HtmlSheet.write(sheet, html);
    written.add(html);
    try {
      var png = directory.resolve("contact-sheet.png");
      PngSheet.write(sheet, png);
      written.add(png);
    } catch (IllegalStateException e) {
      // A Java without fonts draws no words; the page of HTML has everything.
    }
    return written;
  }

  ContactSheet sheet() {
    return new ContactSheet(
        "Alignstream: what the line found",
        "%,d scenes that no model has seen. Pictures, vectors, boxes and answers are what the output topics say; green is right, red is wrong, dashed blue is what was meant."
            .formatted(papers().size()),
        List.of(
            new Section(
                "Text → image", IntStream.range(0, first(QUERIES)).mapToObj(this::query).toList()),
            new Section("Referring expressions", List.of(new Strip("", expressions()))),
            new Section(
                "Questions, hypotheses and hidden words",
                List.of(
                    new Strip(
                        "",
                        papers().subList(0, first(SCENES)).stream().map(this::answers).toList())))),
        DemoTable.of(examined.figures()));
  }

  private Strip query(int query) {
    var hits = examined.retrieval().images(query, examined.outputs());
    return new Strip(
        "“" + papers().get(query).caption().text() + "”",
        hits.stream()
            .limit(FOUND)
            .map(
                hit -> {
                  var mark = hit.right() ? Mark.RIGHT : Mark.WRONG;
                  var paper = papers().get(hit.paper());
                  return card(
                      paper,
                      mark,
                      seen(paper),
                      List.of(new Line("match", "%.3f".formatted(hit.match()), mark)));
                })
            .toList());
  }

  /** What was detected in a picture. */
  private List<Outline> seen(Paper paper) {
    return examined
        .outputs()
        .entry(paper)
        .map(
            entry ->
                entry.getRegions().stream()
                    .map(
                        region ->
                            new Outline(Boxes.of(region.getBox()), region.getLabel(), Mark.PLAIN))
                    .toList())
        .orElse(List.of());
  }

  private List<Card> expressions() {
    var cards = new ArrayList<Card>();
    for (var paper : papers()) {
      var answers = examined.answers(paper);
      for (int i = 0; i < paper.expressions().size() && cards.size() < EXPRESSIONS; i++) {
        var expression = paper.expressions().get(i);
        var boxes = new ArrayList<Outline>();
        boxes.add(new Outline(expression.thing().box(), "", Mark.MEANT));
        var mark = Mark.WRONG;
        var covers = "no box";
        for (var scored : answers.boxes(i).stream().limit(1).toList()) {
          var box = Boxes.of(scored.getBox());
          mark = Boxes.hits(box, expression) ? Mark.RIGHT : Mark.WRONG;
          covers = "IoU %.2f".formatted(Boxes.overlap(box, expression));
          boxes.add(new Outline(box, "%.2f".formatted(scored.getScore()), mark));
        }
        cards.add(card(paper, mark, boxes, List.of(new Line(expression.text(), covers, mark))));
      }
    }
    return cards;
  }

  private Card answers(Paper paper) {
    var answers = examined.answers(paper);
    var lines = new ArrayList<Line>();
    for (int i = 0; i < paper.questions().size(); i++) {
      var question = paper.questions().get(i);
      lines.add(line(question.text(), answers.question(i).orElse("—"), question.answer()));
    }
    for (int i = 0; i < paper.hypotheses().size(); i++) {
      var hypothesis = paper.hypotheses().get(i);
      var label = answers.hypothesis(i).map(DemoPage::word).orElse("—");
      lines.add(line(hypothesis.text() + ":", label, DemoPage.word(hypothesis.label())));
    }
    for (int i = 0; i < paper.masked().size(); i++) {
      var masked = paper.masked().get(i);
      lines.add(line(masked.text() + ":", answers.masked(i).orElse("—"), masked.word()));
    }
    return card(paper, Mark.PLAIN, List.of(), lines);
  }

  private static Line line(String asked, String answer, String truth) {
    return answer.equals(truth)
        ? new Line(asked, answer, Mark.RIGHT)
        : new Line(asked, answer + ", not " + truth, Mark.WRONG);
  }

  private static Card card(Paper paper, Mark mark, List<Outline> boxes, List<Line> lines) {
    var scene = paper.scene();
    return new Card(paper.image(), scene.width(), scene.height(), mark, boxes, lines);
  }

  private List<Paper> papers() {
    return examined.exam().papers();
  }

  private int first(int count) {
    return Math.min(count, papers().size());
  }
}
