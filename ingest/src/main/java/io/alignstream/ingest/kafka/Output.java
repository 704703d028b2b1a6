package io.alignstream.ingest.kafka;

import io.alignstream.schemas.line.Bytes;

/**
 * One record as its topic takes it: what an inference node sends back to the node that publishes.
 *
 * @param topic where it goes
 * @param key its key
 * @param value the encoded record
 */
public record Output(String topic, Bytes key, Bytes value) {
  /** Bytes of key and value. */
  public int size() {
    return key.size() + value.size();
  }
}
