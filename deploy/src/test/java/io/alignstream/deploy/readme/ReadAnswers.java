package io.alignstream.deploy.readme;

import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.wire.AvroWire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The README's Java consumer. */
final class ReadAnswers {
  private ReadAnswers() {}

  // begin
  static void readAnswers(String brokers, BiConsumer<String, Answer> use) {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers", brokers,
            "group.id", "my-readers",
            "isolation.level", "read_committed",
            "auto.offset.reset", "earliest");
    var answers = AvroWire.withoutRegistry().deserializer(Answer.class);
    try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), answers)) {
      consumer.subscribe(List.of("answers"));
      while (!Thread.currentThread().isInterrupted()) {
        consumer
            .poll(Duration.ofSeconds(1))
            .forEach(answer -> use.accept(answer.key(), answer.value()));
      }
    }
  }
  // end
}
