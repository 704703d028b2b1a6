package io.alignstream.encode.stage;

import akka.NotUsed;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.encode.batch.BatchSettings;
import io.alignstream.encode.batch.MicroBatch;
import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import java.util.concurrent.Executor;

/** Encodes events in micro-batches. */
public final class EncodeStage {
  private EncodeStage() {}

  /** One outcome out per outcome in, in order. */
  public static <C>
      FlowWithContext<Outcome<ParsedEvent>, C, Outcome<EncodedEvent>, C, NotUsed> flow(
          Encoder encoder, BatchSettings settings, Executor inference) {
    return MicroBatch.flow("encode", encoder::encode, settings, inference);
  }
}
