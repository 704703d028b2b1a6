package io.alignstream.parse.stage;

import akka.NotUsed;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.parse.PhraseExtractor;
import io.alignstream.schemas.line.DetectedEvent;
import io.alignstream.schemas.line.Event;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import io.alignstream.schemas.line.ParsedText;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.Regions;
import io.alignstream.schemas.line.TaskKind;
import io.alignstream.schemas.line.TaskRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** Finds the phrases of every caption, and of the task texts whose phrases somebody reads. */
public final class ParseStage {
  private ParseStage() {}

  /**
   * One outcome out per outcome in, in order. An event at which the extractor throws is rejected as
   * {@link Reason.Code#MODEL_FAILED}.
   *
   * @param readsPhrases whether the phrases of a task's text are read later; the others' texts pass
   *     without
   * @param parallelism events in work at once, {@code alignstream.parse.parallelism}
   * @param computing where parsing runs; as many threads as there are processors
   */
  public static <C>
      FlowWithContext<Outcome<DetectedEvent>, C, Outcome<ParsedEvent>, C, NotUsed> flow(
          PhraseExtractor extractor,
          Predicate<TaskKind> readsPhrases,
          int parallelism,
          Executor computing) {
    return FlowWithContext.<Outcome<DetectedEvent>, C>create()
        .mapAsync(
            parallelism,
            detected ->
                CompletableFuture.supplyAsync(
                    () -> detected.flatMap(event -> contained(extractor, readsPhrases, event)),
                    computing));
  }

  /** An event whose texts are parsed here and now. */
  public static ParsedEvent parsed(
      PhraseExtractor extractor, Predicate<TaskKind> readsPhrases, Event event, Regions regions) {
    return new ParsedEvent(
        event,
        regions,
        event.captions().stream().map(extractor::parse).toList(),
        event.tasks().stream().map(task -> parsed(extractor, readsPhrases, task)).toList());
  }

  private static ParsedText parsed(
      PhraseExtractor extractor, Predicate<TaskKind> readsPhrases, TaskRequest task) {
    return readsPhrases.test(task.kind())
        ? extractor.parse(task.text())
        : new ParsedText(task.text().text(), List.of(), List.of());
  }

  private static Outcome<ParsedEvent> contained(
      PhraseExtractor extractor, Predicate<TaskKind> readsPhrases, DetectedEvent detected) {
    try {
      return Outcome.accepted(
          parsed(extractor, readsPhrases, detected.event(), detected.regions()));
    } catch (RuntimeException e) {
      return Outcome.rejected(
          Reason.of(
              "parse",
              Reason.Code.MODEL_FAILED,
              "the caption parser failed on this event: " + e.getMessage(),
              e));
    }
  }
}
