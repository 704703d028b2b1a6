package io.alignstream.deploy.line;

import akka.NotUsed;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.parse.PhraseExtractor;
import io.alignstream.schemas.line.DetectedEvent;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.TaskRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Finds the phrases of every text of an event. */
final class ParseStage {
  private ParseStage() {}

  static <C> FlowWithContext<Outcome<DetectedEvent>, C, Outcome<ParsedEvent>, C, NotUsed> flow(
      PhraseExtractor phrases, int parallelism, Executor computing) {
    return FlowWithContext.<Outcome<DetectedEvent>, C>create()
        .mapAsync(
            parallelism,
            detected ->
                CompletableFuture.supplyAsync(
                    () -> detected.flatMap(event -> parse(phrases, event)), computing));
  }

  private static Outcome<ParsedEvent> parse(PhraseExtractor phrases, DetectedEvent detected) {
    var event = detected.event();
    try {
      return Outcome.accepted(
          new ParsedEvent(
              event,
              detected.regions(),
              event.captions().stream().map(phrases::parse).toList(),
              event.tasks().stream().map(TaskRequest::text).map(phrases::parse).toList()));
    } catch (RuntimeException e) {
      return Outcome.rejected(
          Reason.of("parse", Reason.Code.MODEL_FAILED, "no phrases: " + e.getMessage(), e));
    }
  }
}
