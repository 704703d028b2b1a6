package io.alignstream.deploy.exam;

import io.alignstream.schemas.avro.Caption;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.avro.Task;
import io.alignstream.schemas.avro.TaskRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Papers as image-caption events, and the names of what is asked. */
public final class ExamEvents {
  private ExamEvents() {}

  /** The event of a paper: image bytes, its caption, and every task. */
  public static ImageCaptionEvent of(Paper paper) {
    return event(paper, paper.eventId(), tasks(paper));
  }

  /**
   * Events that ask again how well captions fit an image: its index entry is replaced by one that
   * says the same, since image and caption are the same.
   *
   * @param captions which papers' captions
   * @param most tasks of one event
   */
  public static List<ImageCaptionEvent> again(
      Exam exam, int image, List<Integer> captions, int most) {
    var paper = exam.papers().get(image);
    var events = new ArrayList<ImageCaptionEvent>();
    for (int from = 0; from < captions.size(); from += most) {
      var some = captions.subList(from, Math.min(captions.size(), from + most));
      events.add(
          event(
              paper,
              again(paper, from / most),
              some.stream()
                  .map(
                      caption ->
                          task(
                              Task.IMAGE_TEXT_MATCH,
                              match(exam.papers().get(caption)),
                              exam.papers().get(caption).caption().text()))
                  .toList()));
    }
    return events;
  }

  private static String again(Paper paper, int part) {
    return "again-%s-%d".formatted(paper.scene().imageId(), part);
  }

  /** The task that asks whether an image shows what a paper's caption says. */
  static String match(Paper caption) {
    return "match-" + caption.scene().imageId();
  }

  /** The task of the question with this number. */
  static String question(Paper paper, int number) {
    return "vqa-" + word(paper.questions().get(number).type());
  }

  /** The task of the hypothesis with this number. */
  static String hypothesis(int number) {
    return "entailment-" + (number + 1);
  }

  /** The task of the expression with this number. */
  static String expression(int number) {
    return "refer-" + (number + 1);
  }

  /** The task of the masked text with this number. */
  static String masked(int number) {
    return "mask-" + (number + 1);
  }

  /** {@code color}. */
  static String word(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }

  private static List<TaskRequest> tasks(Paper paper) {
    var tasks = new ArrayList<TaskRequest>();
    for (int i = 0; i < paper.questions().size(); i++) {
      tasks.add(task(Task.VQA, question(paper, i), paper.questions().get(i).text()));
    }
    for (int i = 0; i < paper.hypotheses().size(); i++) {
      tasks.add(task(Task.VISUAL_ENTAILMENT, hypothesis(i), paper.hypotheses().get(i).text()));
    }
    for (int i = 0; i < paper.expressions().size(); i++) {
      tasks.add(task(Task.REFERRING_EXPRESSION, expression(i), paper.expressions().get(i).text()));
    }
    for (int i = 0; i < paper.masked().size(); i++) {
      tasks.add(task(Task.MASKED_TOKENS, masked(i), paper.masked().get(i).text()));
    }
    return tasks;
  }

  private static ImageCaptionEvent event(Paper paper, String id, List<TaskRequest> tasks) {
    return ImageCaptionEvent.newBuilder()
        .setEventId(id)
        .setImageId(paper.scene().imageId())
        .setImageBytes(paper.image().buffer())
        .setCaptions(List.of(Caption.newBuilder().setText(paper.caption().text()).build()))
        .setTasks(tasks)
        .setAttributes(Map.of("world", "demo"))
        .build();
  }

  private static TaskRequest task(Task task, String id, String text) {
    return TaskRequest.newBuilder().setTask(task).setId(id).setText(text).build();
  }
}
