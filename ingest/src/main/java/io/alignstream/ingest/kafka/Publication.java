package io.alignstream.ingest.kafka;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What one input record leaves behind.
 *
 * @param records outputs, or one dead letter
 * @param nextOffset the offset to go on from once they are written
 */
public record Publication(List<ProducerRecord<byte[], byte[]>> records, long nextOffset) {
  /** Copies the list. */
  public Publication {
    records = List.copyOf(records);
  }

  /** Bytes of all keys and values. */
  public long bytes() {
    long bytes = 0;
    for (var output : records) {
      bytes += output.key() == null ? 0 : output.key().length;
      bytes += output.value() == null ? 0 : output.value().length;
    }
    return bytes;
  }
}
