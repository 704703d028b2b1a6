package io.alignstream.deploy.node;

import akka.NotUsed;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.deploy.line.Line;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Outcome;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where fetched events are answered: in this JVM, or on other nodes. */
@FunctionalInterface
public interface Answering {
  /**
   * One outcome a fetched event, in order.
   *
   * @param line the stream's stages, for answering here
   */
  FlowWithContext<
          Outcome<FetchedEvent>,
          ConsumerRecord<byte[], byte[]>,
          Outcome<EventOutputs>,
          ConsumerRecord<byte[], byte[]>,
          NotUsed>
      through(Line line);
}
