package io.alignstream.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.schemas.DeadLetterHeaders;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.avro.Source;
import io.alignstream.schemas.avro.Task;
import io.alignstream.schemas.line.Event;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Origin;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.wire.AvroWire;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class OutputsTest {
  private static final Topics TOPICS = Topics.defaults();
  private static final Source SOURCE = new Source(TOPICS.events(), 3, 41L);
  private static final AvroWire WIRE = AvroWire.withoutRegistry();
  private static final EventLimits LIMITS = new EventLimits(1 << 10);
  private static final ConsumerRecord<byte[], byte[]> EVENT =
      new ConsumerRecord<>(TOPICS.events(), 3, 41, Keys.ofImage("cat"), new byte[] {9});

  private final Outputs outputs = new Outputs(TOPICS, LIMITS, WIRE, Clock.systemUTC());

  @Test
  void acceptedEventLeavesItsEntryAndOneRecordAnAnswer() {
    var entry = entry("m");
    var answer =
        Answer.newBuilder()
            .setEventId("e1")
            .setImageId("cat")
            .setTaskId("vqa")
            .setTask(Task.VQA)
            .setSource(SOURCE)
            .setModelVersion("m")
            .build();

    var left = outputs.of(EVENT, outputs(entry, List.of(answer)));

    assertThat(left.nextOffset()).isEqualTo(42);
    assertThat(left.records())
        .extracting(r -> r.topic() + " " + Keys.text(r.key()))
        .containsExactly("retrieval-index cat", "answers e1/vqa");
    assertThat(
            WIRE.deserializer(IndexEntry.class)
                .deserialize(TOPICS.index(), left.records().get(0).value()))
        .isEqualTo(entry);
    assertThat(
            WIRE.deserializer(Answer.class)
                .deserialize(TOPICS.answers(), left.records().get(1).value()))
        .isEqualTo(answer);
    assertThat(left.bytes())
        .isEqualTo(left.records().stream().mapToLong(r -> r.key().length + r.value().length).sum());
  }

  @Test
  void deletionLeavesANullForItsImage() {
    var left = outputs.of(EVENT, Outcome.deleted("cat"));

    assertThat(left.records())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.topic()).isEqualTo(TOPICS.index());
              assertThat(Keys.text(r.key())).isEqualTo("cat");
              assertThat(r.value()).isNull();
            });
    assertThat(left.bytes()).isEqualTo(3);
  }

  @Test
  void outputThatNoTopicTakesLeavesADeadLetterInsteadOfAll() {
    var large = entry("m".repeat(LIMITS.outputBytes()));

    var left = outputs.of(EVENT, outputs(large, List.of()));

    assertThat(left.records())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.topic()).isEqualTo(TOPICS.deadLetters());
              assertThat(r.value()).containsExactly(9);
              assertThat(r.headers().lastHeader(DeadLetterHeaders.REASON).value())
                  .asString(StandardCharsets.UTF_8)
                  .isEqualTo("too-large");
            });
  }

  @Test
  void rejectionLeavesOneDeadLetter() {
    var left = outputs.of(EVENT, Outcome.rejected(Reason.of("ingest", Reason.Code.NOT_AVRO, "no")));

    assertThat(left.records())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.topic()).isEqualTo(TOPICS.deadLetters());
              assertThat(r.value()).containsExactly(9);
            });
  }

  private static IndexEntry entry(String modelVersion) {
    return IndexEntry.newBuilder()
        .setImageId("cat")
        .setEventId("e1")
        .setImageEmbedding(List.of(1f))
        .setSource(SOURCE)
        .setModelVersion(modelVersion)
        .build();
  }

  private static Outcome<EventOutputs> outputs(IndexEntry entry, List<Answer> answers) {
    var event =
        new Event(
            "e1",
            "cat",
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Map.of(),
            new Origin(TOPICS.events(), 3, 41));
    return Outcome.accepted(new EventOutputs(event, entry, answers));
  }
}
