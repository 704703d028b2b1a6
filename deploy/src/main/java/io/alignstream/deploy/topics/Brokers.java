package io.alignstream.deploy.topics;

import io.alignstream.ingest.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** The first question to the brokers, where a wrong address or password shows. */
public final class Brokers {
  private Brokers() {}

  /**
   * Returns if they answer.
   *
   * @throws IllegalStateException if they do not; its message says what to do
   */
  public static void requireAnswer(KafkaSettings kafka, Duration timeout)
      throws InterruptedException {
    try {
      ask(kafka, timeout, admin -> admin.describeCluster().nodes());
    } catch (ExecutionException e) {
      throw refusal(kafka, e);
    }
  }

  /**
   * Asks them.
   *
   * @throws ExecutionException if they answer that it cannot be done
   * @throws IllegalStateException if they do not answer in time, or the settings do not fit
   */
  public static <T> T ask(
      KafkaSettings kafka, Duration timeout, Function<Admin, KafkaFuture<T>> question)
      throws InterruptedException, ExecutionException {
    var settings = kafka.admin();
    settings.put("default.api.timeout.ms", Math.toIntExact(timeout.toMillis()));
    settings.put("request.timeout.ms", Math.toIntExact(timeout.toMillis()));
    try (var admin = Admin.create(settings)) {
      return question.apply(admin).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unreachable(kafka, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
        throw unreachable(kafka, e);
      }
      throw e;
    } catch (KafkaException e) {
      var why = Optional.ofNullable(e.getCause()).orElse(e);
      throw new IllegalStateException("alignstream.kafka: " + why.getMessage(), e);
    }
  }

  /** In words, what they answered. */
  public static IllegalStateException refusal(KafkaSettings kafka, ExecutionException answer) {
    return new IllegalStateException(
        "the brokers at %s refuse: %s".formatted(servers(kafka), answer.getCause()), answer);
  }

  private static IllegalStateException unreachable(KafkaSettings kafka, Exception e) {
    return new IllegalStateException(
        "no Kafka broker answers at %s (alignstream.kafka.bootstrap.servers)"
            .formatted(servers(kafka)),
        e);
  }

  private static String servers(KafkaSettings kafka) {
    return kafka.properties().getOrDefault("bootstrap.servers", "");
  }
}
