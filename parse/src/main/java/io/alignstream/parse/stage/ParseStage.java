package io.alignstream.parse.stage;

import akka.NotUsed;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.parse.PhraseExtractor;
import io.alignstream.schemas.line.DetectedEvent;
import io.alignstream.schemas.line.Event;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.TaskRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Finds the phrases of every caption and task text. */
public final class ParseStage {
  private ParseStage() {}

  /**
   * One outcome out per outcome in, in order. An event at which the extractor throws is rejected as
   * {@link Reason.Code#MODEL_FAILED}.
   *
   * @param parallelism events in work at once, {@code alignstream.parse.parallelism}
   * @param computing where parsing runs; as many threads as there are processors
   */
  public static <C>
      FlowWithContext<Outcome<DetectedEvent>, C, Outcome<ParsedEvent>, C, NotUsed> flow(
          PhraseExtractor extractor, int parallelism, Executor computing) {
    return FlowWithContext.<Outcome<DetectedEvent>, C>create()
        .mapAsync(
            parallelism,
            detected ->
                CompletableFuture.supplyAsync(
                    () -> detected.flatMap(event -> parse(extractor, event)), computing));
  }

  private static Outcome<ParsedEvent> parse(PhraseExtractor extractor, DetectedEvent detected) {
    Event event = detected.event();
    try {
      return Outcome.accepted(
          new ParsedEvent(
              event,
              detected.regions(),
              event.captions().stream().map(extractor::parse).toList(),
              event.tasks().stream().map(TaskRequest::text).map(extractor::parse).toList()));
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
