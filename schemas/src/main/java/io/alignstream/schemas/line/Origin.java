package io.alignstream.schemas.line;

/** The Kafka record that an event came from. */
public record Origin(String topic, int partition, long offset) {
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
