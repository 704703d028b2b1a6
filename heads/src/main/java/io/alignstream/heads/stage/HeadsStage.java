package io.alignstream.heads.stage;

import akka.NotUsed;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.encode.batch.BatchSettings;
import io.alignstream.encode.batch.MicroBatch;
import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Outcome;
import java.util.concurrent.Executor;

/** Answers events in micro-batches. */
public final class HeadsStage {
  private HeadsStage() {}

  /** One outcome out per outcome in, in order. */
  public static <C>
      FlowWithContext<Outcome<EncodedEvent>, C, Outcome<EventOutputs>, C, NotUsed> flow(
          Heads heads, BatchSettings settings, Executor inference) {
    return MicroBatch.flow("heads", heads::answer, settings, inference);
  }
}
