package io.alignstream.ingest.kafka;

import akka.NotUsed;
import akka.stream.javadsl.Flow;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a partition's stream does with its records.
 *
 * @param line gives one publication a record, in order
 * @param poison what a record leaves behind that is not worked on any more
 * @param maxAttempts streams that may die at a record before it is taken for poison
 * @param carefulEvents records that are worked on one by one after a stream died, so that the one
 *     that kills is found
 */
public record Work(
    Flow<ConsumerRecord<byte[], byte[]>, Publication, NotUsed> line,
    Function<ConsumerRecord<byte[], byte[]>, Publication> poison,
    int maxAttempts,
    int carefulEvents) {
  /** Refuses what cannot run. */
  public Work {
    if (maxAttempts < 1 || carefulEvents < 1) {
      throw new IllegalArgumentException("attempts and careful events must be at least 1");
    }
  }
}
