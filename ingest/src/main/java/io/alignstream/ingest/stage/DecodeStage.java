package io.alignstream.ingest.stage;

import akka.NotUsed;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.ingest.decode.ImageDecoder;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.schemas.line.DecodedEvent;
import io.alignstream.schemas.line.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Decodes fetched images. */
public final class DecodeStage {
  private DecodeStage() {}

  /**
   * One outcome an event, in order.
   *
   * @param parallelism images in work at once; each costs memory as {@code
   *     alignstream.ingest.decode.max-pixels} allows
   * @param computing where decoding runs; as many threads as there are processors
   */
  public static <C>
      FlowWithContext<Outcome<FetchedEvent>, C, Outcome<DecodedEvent>, C, NotUsed> flow(
          ImageDecoder decoder, int parallelism, Executor computing) {
    return FlowWithContext.<Outcome<FetchedEvent>, C>create()
        .mapAsync(
            parallelism,
            fetched ->
                CompletableFuture.supplyAsync(
                    () -> fetched.flatMap(event -> decoder.decode(event)), computing));
  }
}
