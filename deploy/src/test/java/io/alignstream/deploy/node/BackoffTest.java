package io.alignstream.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(20));

  @Test
  void doublesUpToTheLongest() {
    var failure = new IllegalStateException();
    assertThat(BACKOFF.after(1, failure)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1100));
    assertThat(BACKOFF.after(3, failure)).isBetween(Duration.ofSeconds(4), Duration.ofMillis(4400));
    assertThat(BACKOFF.after(1000, failure))
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
  }

  @Test
  void blamesNoRecordForAnOutage() {
    assertThat(Failures.isInfrastructure(new IllegalStateException(new TimeoutException())))
        .isTrue();
    assertThat(Failures.isInfrastructure(new StackOverflowError())).isFalse();
  }

  @Test
  void blamesTheRecordWhoseOutputsNoTopicTakes() {
    var failure = new KafkaException("aborted", new RecordTooLargeException());
    assertThat(Failures.isInfrastructure(failure)).isFalse();
  }
}
