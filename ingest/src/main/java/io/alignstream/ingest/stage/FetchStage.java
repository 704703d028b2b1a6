package io.alignstream.ingest.stage;

import akka.NotUsed;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.ingest.check.EventCheck;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.fetch.ImageFetcher;
import io.alignstream.schemas.line.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Checks events and fetches their images. */
public final class FetchStage {
  private FetchStage() {}

  /**
   * One outcome a record, in order.
   *
   * @param parallelism records in work at once
   * @param blocking where fetching waits; give it as many threads
   */
  public static <C>
      FlowWithContext<ConsumerRecord<byte[], byte[]>, C, Outcome<FetchedEvent>, C, NotUsed> flow(
          EventCheck check, ImageFetcher fetcher, int parallelism, Executor blocking) {
    return FlowWithContext.<ConsumerRecord<byte[], byte[]>, C>create()
        .mapAsync(
            parallelism,
            event ->
                CompletableFuture.supplyAsync(
                    () -> check.check(event).flatMap(fetcher::fetch), blocking));
  }
}
