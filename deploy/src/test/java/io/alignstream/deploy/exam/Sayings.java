package io.alignstream.deploy.exam;

import io.alignstream.deploy.world.CaptionPhrases;
import io.alignstream.deploy.world.ExactReader;
import io.alignstream.deploy.world.Seen;
import io.alignstream.deploy.world.Thing;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.BoundingBox;
import io.alignstream.schemas.avro.DetectedRegion;
import io.alignstream.schemas.avro.Entailment;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.avro.ImageTextMatchResult;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.avro.IndexedCaption;
import io.alignstream.schemas.avro.MaskedToken;
import io.alignstream.schemas.avro.MaskedTokensResult;
import io.alignstream.schemas.avro.ReferringExpressionResult;
import io.alignstream.schemas.avro.ScoredBox;
import io.alignstream.schemas.avro.ScoredText;
import io.alignstream.schemas.avro.Source;
import io.alignstream.schemas.avro.TaskRequest;
import io.alignstream.schemas.avro.VisualEntailmentResult;
import io.alignstream.schemas.avro.VqaResult;
import io.alignstream.schemas.line.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a faultless line would say of an exam, or one that sees things otherwise than they are.
 *
 * @param seeing what becomes of a thing in the detector's eye
 */
record Sayings(Exam exam, UnaryOperator<Thing> seeing) {
  private static final Source SOURCE = new Source("events", 0, 0L);

  static Sayings faultless(Exam exam) {
    return new Sayings(exam, thing -> thing);
  }

  /** Entries and answers, the candidates' matches among them. */
  Outputs outputs() {
    var entries = new ArrayList<IndexEntry>();
    var answers = new ArrayList<Answer>();
    for (int i = 0; i < exam.papers().size(); i++) {
      entries.add(entry(i));
      answers.addAll(answers(i));
    }
    var first = Outputs.of(entries, answers);
    var coarse = Retrieval.coarse(exam, first);
    for (int i = 0; i < exam.papers().size(); i++) {
      for (var event : ExamEvents.again(exam, i, coarse.again(i), 64)) {
        answers.addAll(matches(i, event));
      }
    }
    return Outputs.of(entries, answers);
  }

  /** Vectors that are alike for an image and its own caption only. */
  private IndexEntry entry(int number) {
    var paper = exam.papers().get(number);
    var vector = new ArrayList<Float>();
    for (int i = 0; i < exam.papers().size(); i++) {
      vector.add(i == number ? 1f : 0f);
    }
    return IndexEntry.newBuilder()
        .setImageId(paper.scene().imageId())
        .setEventId(paper.eventId())
        .setImageEmbedding(vector)
        .setCaptions(
            List.of(
                new IndexedCaption(
                    paper.caption().text(),
                    vector,
                    List.copyOf(CaptionPhrases.of(paper.caption())))))
        .setRegions(paper.scene().things().stream().map(seeing).map(Sayings::region).toList())
        .setSource(SOURCE)
        .setModelVersion("faultless")
        .setAttributes(Map.of())
        .build();
  }

  private static DetectedRegion region(Thing thing) {
    return new DetectedRegion(
        box(thing.box()),
        thing.shape().word(),
        0.9f,
        List.of(
            new ScoredText(thing.colour().word(), 0.8f),
            new ScoredText(thing.texture().word(), 0.7f),
            new ScoredText(thing.size().word(), 0.6f)));
  }

  /** By the detector's rule: the right and lower edges are the last pixels inside. */
  private static BoundingBox box(Box box) {
    return new BoundingBox(box.x1(), box.y1(), box.x2() - 1, box.y2() - 1);
  }

  private List<Answer> answers(int number) {
    var paper = exam.papers().get(number);
    var exact = new ExactReader(Seen.all(paper.scene()));
    return ExamEvents.of(paper).getTasks().stream()
        .map(
            task -> {
              var answer = answer(paper, paper.eventId(), task);
              switch (task.getTask()) {
                case VQA ->
                    answer.setVqa(new VqaResult(texts(exact.answer(task.getText()).orElseThrow())));
                case VISUAL_ENTAILMENT ->
                    answer.setVisualEntailment(
                        new VisualEntailmentResult(
                            Entailment.valueOf(exact.judge(task.getText()).orElseThrow().name()),
                            0.1f,
                            0.2f,
                            0.7f));
                case REFERRING_EXPRESSION ->
                    answer.setReferringExpression(
                        new ReferringExpressionResult(
                            List.of(
                                new ScoredBox(
                                    box(exact.find(task.getText()).orElseThrow().box()),
                                    0.9f,
                                    null))));
                default ->
                    answer.setMaskedTokens(
                        new MaskedTokensResult(
                            List.of(new MaskedToken(0, texts(exact.fill(task.getText()).get(0))))));
              }
              return answer.build();
            })
        .toList();
  }

  private List<Answer> matches(int image, ImageCaptionEvent event) {
    var paper = exam.papers().get(image);
    return event.getTasks().stream()
        .map(
            task -> {
              boolean own = task.getText().equals(paper.caption().text());
              return answer(paper, event.getEventId(), task)
                  .setImageTextMatch(new ImageTextMatchResult(own ? 0.9f : 0.2f))
                  .build();
            })
        .toList();
  }

  private static Answer.Builder answer(Paper paper, String eventId, TaskRequest task) {
    return Answer.newBuilder()
        .setEventId(eventId)
        .setImageId(paper.scene().imageId())
        .setTaskId(task.getId())
        .setTask(task.getTask())
        .setText(task.getText())
        .setSource(SOURCE)
        .setModelVersion("faultless");
  }

  private static List<ScoredText> texts(String best) {
    return List.of(new ScoredText(best, 0.9f), new ScoredText("nonsense", 0.1f));
  }
}
