package io.alignstream.deploy.watch;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code alignstream_consumer_lag} by partition: records after the committed offset. While the
 * brokers do not answer it keeps its last value.
 */
public final class ConsumerLag implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerLag.class);

  private final Admin admin;
  private final String group;
  private final List<TopicPartition> partitions;
  private final MultiGauge lags;
  private final Cancellable ticks;

  private ConsumerLag(
      Admin admin,
      String group,
      List<TopicPartition> partitions,
      Duration interval,
      MeterRegistry registry,
      ActorSystem<?> system) {
    this.admin = admin;
    this.group = group;
    this.partitions = partitions;
    this.lags =
        MultiGauge.builder("alignstream.consumer.lag")
            .description("Records after the committed offset")
            .register(registry);
    this.ticks =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                Duration.ZERO, interval, this::refresh, system.executionContext());
  }

  /** Asks the brokers again and again until it is closed. */
  public static ConsumerLag measure(
      KafkaSettings kafka,
      String group,
      List<TopicPartition> partitions,
      Duration interval,
      MeterRegistry registry,
      ActorSystem<?> system) {
    return new ConsumerLag(
        Admin.create(kafka.admin()), group, partitions, interval, registry, system);
  }

  private void refresh() {
    var latest =
        partitions.stream().collect(Collectors.toMap(one -> one, one -> OffsetSpec.latest()));
    CompletionStage<Map<TopicPartition, ListOffsetsResultInfo>> ends =
        admin.listOffsets(latest).all().toCompletionStage();
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .toCompletionStage()
        .thenAcceptBoth(ends, this::show)
        .exceptionally(
            failure -> {
              LOG.debug("the lag is not known", failure);
              return null;
            });
  }

  private void show(
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, ListOffsetsResultInfo> ends) {
    lags.register(
        ends.entrySet().stream()
            .map(
                end -> {
                  var done = committed.get(end.getKey());
                  return MultiGauge.Row.of(
                      Tags.of(
                          "topic", end.getKey().topic(),
                          "partition", String.valueOf(end.getKey().partition())),
                      end.getValue().offset() - (done == null ? 0 : done.offset()));
                })
            .collect(Collectors.toList()),
        true);
  }

  @Override
  public void close() {
    ticks.cancel();
    admin.close(Duration.ZERO);
  }
}
