package io.alignstream.deploy.topics;

import io.alignstream.ingest.kafka.DeadLetters;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.DeadLetterHeaders;
import io.alignstream.schemas.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends chosen dead letters back to the topic that they came from.
 *
 * @param kafka the brokers
 */
public record DeadLetterReplay(KafkaSettings kafka) {
  /**
   * Which dead letters are meant; what is empty does not choose.
   *
   * @param reasons values of the header {@link DeadLetterHeaders#REASON}
   * @param keys image ids
   * @param from time of the event before it was ever replayed, inclusive
   * @param to likewise, exclusive
   */
  public record Choice(
      Set<String> reasons, Set<String> keys, Optional<Instant> from, Optional<Instant> to) {
    /** Copies the sets. */
    public Choice {
      reasons = Set.copyOf(reasons);
      keys = Set.copyOf(keys);
    }

    boolean takes(ConsumerRecord<byte[], byte[]> letter) {
      var time = DeadLetters.firstTimestamp(letter).orElse(Instant.EPOCH);
      return (reasons.isEmpty()
              || header(letter, DeadLetterHeaders.REASON).filter(reasons::contains).isPresent())
          && (keys.isEmpty() || (letter.key() != null && keys.contains(Keys.text(letter.key()))))
          && from.filter(time::isBefore).isEmpty()
          && to.filter(end -> !time.isBefore(end)).isEmpty();
    }
  }

  /**
   * What became of those that were chosen.
   *
   * @param sent sent and acknowledged, or only counted
   * @param cut not sent, because they are not whole ({@link DeadLetterHeaders#CUT})
   */
  public record Result(int sent, int cut) {}

  /**
   * Sends what is chosen and waits until all of it is acknowledged.
   *
   * @param dryRun only counts
   * @throws IllegalStateException if one could not be sent
   */
  public Result run(String deadLetters, Choice choice, boolean dryRun) throws InterruptedException {
    var whole = new AtomicInteger();
    var cut = new AtomicInteger();
    var sent = new ArrayList<Future<RecordMetadata>>();
    try (var producer =
        new KafkaProducer<>(
            kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      new TopicReader(kafka)
          .read(
              deadLetters,
              Optional.empty(),
              false,
              letter -> {
                if (choice.takes(letter)) {
                  boolean isCut = header(letter, DeadLetterHeaders.CUT).isPresent();
                  (isCut ? cut : whole).incrementAndGet();
                  if (!isCut && !dryRun) {
                    sent.add(producer.send(DeadLetters.replay(letter, home(letter))));
                  }
                }
                return true;
              });
      await(sent);
    }
    return new Result(whole.get(), cut.get());
  }

  private static void await(List<Future<RecordMetadata>> sent) throws InterruptedException {
    for (var one : sent) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a dead letter could not be sent: " + e.getCause(), e);
      }
    }
  }

  private static String home(ConsumerRecord<byte[], byte[]> letter) {
    return header(letter, DeadLetterHeaders.TOPIC)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s-%d@%d has no header %s: it is no dead letter"
                        .formatted(
                            letter.topic(),
                            letter.partition(),
                            letter.offset(),
                            DeadLetterHeaders.TOPIC)));
  }

  private static Optional<String> header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return Optional.ofNullable(letter.headers().lastHeader(name))
        .map(header -> new String(header.value(), StandardCharsets.UTF_8));
  }
}
