package io.alignstream.ingest.stage;

import akka.NotUsed;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.ingest.check.EventCheck;
import io.alignstream.ingest.decode.ImageDecoder;
import io.alignstream.ingest.fetch.ImageFetcher;
import io.alignstream.schemas.line.DecodedEvent;
import io.alignstream.schemas.line.Outcome;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Both halves of ingest on one node: {@link FetchStage}, then {@link DecodeStage}. */
public final class IngestStage {
  private IngestStage() {}

  /** One outcome a record, in order. */
  public static <C>
      FlowWithContext<ConsumerRecord<byte[], byte[]>, C, Outcome<DecodedEvent>, C, NotUsed> flow(
          EventCheck check,
          ImageFetcher fetcher,
          ImageDecoder decoder,
          StageSettings settings,
          Executor blocking,
          Executor computing) {
    return FetchStage.<C>flow(check, fetcher, settings.fetchParallelism(), blocking)
        .via(DecodeStage.flow(decoder, settings.decodeParallelism(), computing));
  }
}
