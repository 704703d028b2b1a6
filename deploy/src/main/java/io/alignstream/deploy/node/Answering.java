package io.alignstream.deploy.node;

import akka.NotUsed;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.deploy.line.Line;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.kafka.Output;
import io.alignstream.schemas.line.Outcome;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where fetched events are answered: in this JVM, or on other nodes. */
@FunctionalInterface
public interface Answering {
  /**
   * One outcome a fetched event, in order; outputs are encoded where they are made.
   *
   * @param line the stream's stages, for answering here
   */
  FlowWithContext<
          Outcome<FetchedEvent>,
          ConsumerRecord<byte[], byte[]>,
          Outcome<List<Output>>,
          ConsumerRecord<byte[], byte[]>,
          NotUsed>
      through(Line line);
}
