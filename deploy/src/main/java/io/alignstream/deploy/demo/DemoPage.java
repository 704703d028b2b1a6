package io.alignstream.deploy.demo;

import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.avro.IndexedCaption;
import io.alignstream.schemas.avro.ScoredText;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the demo shows of an image that went through the line. */
final class DemoPage {
  private static final int BEST = 3;

  private final PrintWriter out;

  DemoPage(PrintWriter out) {
    this.out = out;
  }

  void entry(IndexEntry entry) {
    row(
        "image",
        "%s, %d × %d pixels"
            .formatted(entry.getImageId(), entry.getImageWidth(), entry.getImageHeight()));
    for (var caption : entry.getCaptions()) {
      row("caption", caption.getCaption());
      row("  phrases", phrases(caption));
    }
    row("tags", tags(entry.getTags()));
    row("embedding", "%d numbers, unit length".formatted(entry.getImageEmbedding().size()));
  }

  void answers(List<Answer> answers) {
    answers.stream()
        .sorted(Comparator.comparing(Answer::getTaskId))
        .forEach(
            answer ->
                row(
                    answer.getTaskId().toLowerCase(Locale.ROOT).replace('_', ' '),
                    "%s → %s".formatted(answer.getText(), answered(answer))));
  }

  private void row(String name, String value) {
    out.printf("    %-22s %s%n", name, value);
  }

  private static String phrases(IndexedCaption caption) {
    return caption.getPhrases().stream()
        .map(words -> String.join(" ", words))
        .collect(Collectors.joining(" · "));
  }

  private static String tags(List<String> tags) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    tags.forEach(tag -> counts.merge(tag, 1, Integer::sum));
    return counts.entrySet().stream()
        .map(tag -> tag.getKey() + (tag.getValue() > 1 ? " ×" + tag.getValue() : ""))
        .collect(Collectors.joining(", "));
  }

  private static String answered(Answer answer) {
    return switch (answer.getTask()) {
      case VQA -> best(answer.getVqa().getAnswers());
      case VISUAL_ENTAILMENT ->
          "%s (entailment %.2f)"
              .formatted(
                  answer.getVisualEntailment().getLabel().name().toLowerCase(Locale.ROOT),
                  answer.getVisualEntailment().getEntailment());
      case REFERRING_EXPRESSION ->
          answer.getReferringExpression().getBoxes().stream()
              .limit(1)
              .map(
                  box ->
                      "%s %.2f at [%.0f %.0f %.0f %.0f]"
                          .formatted(
                              box.getLabel(),
                              box.getScore(),
                              box.getBox().getX1(),
                              box.getBox().getY1(),
                              box.getBox().getX2(),
                              box.getBox().getY2()))
              .collect(Collectors.joining());
      case MASKED_TOKENS ->
          answer.getMaskedTokens().getMasks().stream()
              .map(mask -> best(mask.getCandidates()))
              .collect(Collectors.joining("; "));
      case IMAGE_TEXT_MATCH -> "%.2f".formatted(answer.getImageTextMatch().getMatch());
      default -> "an answer that this page does not draw";
    };
  }

  private static String best(List<ScoredText> texts) {
    return texts.stream()
        .limit(BEST)
        .map(text -> "%s %.2f".formatted(text.getText(), text.getScore()))
        .collect(Collectors.joining(", "));
  }
}
