package io.alignstream.heads.stage;

import io.alignstream.heads.task.Representations;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.Entailment;
import io.alignstream.schemas.avro.ImageTextMatchResult;
import io.alignstream.schemas.avro.MaskedToken;
import io.alignstream.schemas.avro.MaskedTokensResult;
import io.alignstream.schemas.avro.ReferringExpressionResult;
import io.alignstream.schemas.avro.ScoredBox;
import io.alignstream.schemas.avro.ScoredText;
import io.alignstream.schemas.avro.Task;
import io.alignstream.schemas.avro.VisualEntailmentResult;
import io.alignstream.schemas.avro.VqaResult;
import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.EncodedPair;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.Region;
import io.alignstream.schemas.line.Regions;
import io.alignstream.schemas.line.TaskKind;
import io.alignstream.schemas.line.TaskRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Not learned heads: answers are the image's most frequent tags, and a text is believed as far as
 * its words that are tags of any image are tags of this one. They stand in the line until trained
 * checkpoints are named; tasks beyond them reject the event.
 */
public final class TagOverlapHeads implements Heads {
  @Override
  public List<Outcome<EventOutputs>> answer(List<EncodedEvent> events) {
    return events.stream().map(this::answer).toList();
  }

  private Outcome<EventOutputs> answer(EncodedEvent encoded) {
    var event = encoded.parsed().event();
    var answers = new ArrayList<Answer>();
    for (int i = 0; i < event.tasks().size(); i++) {
      var request = event.tasks().get(i);
      if (!SUPPORTED.contains(request.kind())) {
        return Outcome.rejected(
            Reason.of(
                "heads",
                Reason.Code.INVALID_EVENT,
                "tasks[%d]: no model answers %s yet".formatted(i, request.kind())));
      }
      answers.add(answer(encoded, request, encoded.pairs().get(i)));
    }
    return Outcome.accepted(new EventOutputs(event, IndexEntries.of(encoded), answers));
  }

  private static final Set<TaskKind> SUPPORTED =
      Set.of(
          TaskKind.MASKED_TOKENS,
          TaskKind.VQA,
          TaskKind.VISUAL_ENTAILMENT,
          TaskKind.REFERRING_EXPRESSION,
          TaskKind.IMAGE_TEXT_MATCH,
          TaskKind.REPRESENTATIONS);

  private static Answer answer(EncodedEvent encoded, TaskRequest request, EncodedPair pair) {
    var event = encoded.parsed().event();
    var regions = encoded.parsed().regions();
    var text = request.text().text();
    var answer =
        Answer.newBuilder()
            .setEventId(event.eventId())
            .setImageId(event.imageId())
            .setTaskId(request.id())
            .setTask(Task.valueOf(request.kind().name()))
            .setText(text)
            .setSource(IndexEntries.source(event.origin()))
            .setModelVersion("tag-overlap-1")
            .setEventTime(event.eventTime().orElse(null));
    float overlap = overlap(text, regions);
    switch (request.kind()) {
      case MASKED_TOKENS -> answer.setMaskedTokens(masks(text, regions));
      case VQA -> answer.setVqa(new VqaResult(frequentTags(regions)));
      case VISUAL_ENTAILMENT -> answer.setVisualEntailment(entailment(overlap));
      case REFERRING_EXPRESSION ->
          answer.setReferringExpression(new ReferringExpressionResult(boxes(text, regions)));
      case IMAGE_TEXT_MATCH -> answer.setImageTextMatch(new ImageTextMatchResult(overlap));
      case REPRESENTATIONS -> answer.setRepresentations(Representations.result(pair));
      default -> throw new IllegalArgumentException("unsupported " + request.kind());
    }
    return answer.build();
  }

  /** Tags with the share of regions that carry them, best first. */
  private static List<ScoredText> frequentTags(Regions regions) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    regions.tags().forEach(tag -> counts.merge(tag, 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .map(e -> new ScoredText(e.getKey(), (float) e.getValue() / regions.regions().size()))
        .toList();
  }

  private static MaskedTokensResult masks(String text, Regions regions) {
    var masks = new ArrayList<MaskedToken>();
    for (int at = text.indexOf("[MASK]"); at >= 0; at = text.indexOf("[MASK]", at + 1)) {
      masks.add(new MaskedToken(masks.size(), frequentTags(regions)));
    }
    return new MaskedTokensResult(masks);
  }

  private static VisualEntailmentResult entailment(float overlap) {
    float rest = (1 - overlap) / 2;
    return new VisualEntailmentResult(
        overlap > 0.5f ? Entailment.ENTAILMENT : Entailment.NEUTRAL, rest, rest, overlap);
  }

  private static List<ScoredBox> boxes(String text, Regions regions) {
    var words = words(text);
    return regions.regions().stream()
        .map(
            region ->
                new ScoredBox(
                    IndexEntries.box(region.box()),
                    words.contains(region.label()) ? region.score() : 0,
                    region.label()))
        .sorted(Comparator.comparing(ScoredBox::getScore).reversed())
        .toList();
  }

  private static float overlap(String text, Regions regions) {
    var tags = regions.regions().stream().map(Region::label).collect(Collectors.toSet());
    var words = words(text);
    return words.isEmpty()
        ? 0
        : (float) words.stream().filter(tags::contains).count() / words.size();
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toSet());
  }
}
