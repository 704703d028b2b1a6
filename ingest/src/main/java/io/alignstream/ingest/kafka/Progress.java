package io.alignstream.ingest.kafka;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition is done: what a group's committed offset says, its metadata included.
 *
 * @param nextOffset the first record that is not published yet
 * @param attempts streams that began there; more than one means that the ones before got nowhere,
 *     which is how a record shows that kills whatever works on it
 */
public record Progress(long nextOffset, int attempts) {
  private static final String ATTEMPTS = "attempts=";

  /**
   * Where a stream goes on: where was committed, but not before the first record that is left.
   * Metadata that are not ours count nothing.
   */
  static Progress of(@Nullable OffsetAndMetadata committed, long first) {
    return committed == null || committed.offset() < first
        ? new Progress(first, 0)
        : new Progress(committed.offset(), attempts(committed.metadata()));
  }

  private static int attempts(String metadata) {
    return metadata.matches(ATTEMPTS + "\\d{1,6}")
        ? Integer.parseInt(metadata.substring(ATTEMPTS.length()))
        : 0;
  }

  OffsetAndMetadata committed() {
    return new OffsetAndMetadata(nextOffset, attempts == 0 ? "" : ATTEMPTS + attempts);
  }
}
