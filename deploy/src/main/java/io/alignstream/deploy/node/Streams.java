package io.alignstream.deploy.node;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import io.alignstream.deploy.line.Line;
import io.alignstream.deploy.line.LineSettings;
import io.alignstream.deploy.line.RefusalLog;
import io.alignstream.deploy.line.Threads;
import io.alignstream.deploy.watch.StageMeters;
import io.alignstream.ingest.IngestSettings;
import io.alignstream.ingest.check.EventCheck;
import io.alignstream.ingest.fetch.ImageFetcher;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.ingest.kafka.Outputs;
import io.alignstream.ingest.kafka.PartitionStream;
import io.alignstream.ingest.kafka.Publication;
import io.alignstream.ingest.kafka.Publisher;
import io.alignstream.ingest.kafka.Work;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.wire.AvroWire;
import io.alignstream.schemas.wire.RegistrySettings;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Runs partitions as an {@code ingest} node does: from the event topic to the output topics. */
public final class Streams implements AutoCloseable {
  private final NodeSettings node;
  private final IngestSettings ingest;
  private final LineSettings line;
  private final KafkaSettings kafka;
  private final EventCheck check;
  private final ImageFetcher fetcher;
  private final Outputs outputs;
  private final RefusalLog refusals;
  private final Publisher.Opener publishers;
  private final Answering answering;
  private final StageMeters meters;
  private final Threads threads;
  private final ActorSystem<?> system;

  /**
   * What all partitions share.
   *
   * @param alignstream the section {@code alignstream}
   */
  public Streams(
      Config alignstream,
      Answering answering,
      StageMeters meters,
      Threads threads,
      ActorSystem<?> system) {
    this.node = NodeSettings.from(alignstream.getConfig("node"));
    this.ingest = IngestSettings.from(alignstream.getConfig("ingest"));
    this.line = LineSettings.from(alignstream);
    this.kafka = KafkaSettings.from(alignstream);
    var wire = AvroWire.from(RegistrySettings.from(alignstream.getConfig("schemas.registry")));
    this.check = new EventCheck(wire, ingest.check(), kafka.limits());
    this.fetcher = new ImageFetcher(ingest.fetch(), kafka.limits());
    this.outputs =
        new Outputs(Topics.from(alignstream.getConfig("schemas.topics")), wire, Clock.systemUTC());
    this.refusals = new RefusalLog(wire);
    this.publishers = node.delivery().publishers(kafka, node.group(), node.transactionTimeout());
    this.answering = answering;
    this.meters = meters;
    this.threads = threads;
    this.system = system;
  }

  /** Begins to work on a partition. */
  public PartitionRun start(TopicPartition partition) {
    return PartitionRun.start(
        partition, forgiven -> stream(partition, forgiven), node.backoff(), system);
  }

  private PartitionStream stream(TopicPartition partition, int forgiven) {
    var watch = meters.stream();
    var stages = new Line(line, threads, watch);
    var stream =
        PartitionStream.run(
            partition,
            kafka,
            node.group(),
            ingest.publish(),
            publishers,
            work(stages),
            forgiven,
            threads.blocking(),
            system);
    var unused = stream.done().whenComplete((done, failure) -> watch.close());
    return stream;
  }

  private Work work(Line stages) {
    var whole =
        stages
            .<ConsumerRecord<byte[], byte[]>>fetched(check, fetcher)
            .via(answering.through(stages));
    return new Work(
        Line.publications(whole, outputs, refusals),
        this::poison,
        node.maxAttempts(),
        node.carefulEvents());
  }

  private Publication poison(ConsumerRecord<byte[], byte[]> event) {
    Outcome<EventOutputs> outcome =
        Outcome.rejected(
            Reason.of(
                "node",
                Reason.Code.POISON,
                "%d streams died while they worked on this event".formatted(node.maxAttempts())));
    refusals.note(event, outcome);
    return outputs.of(event, outcome);
  }

  @Override
  public void close() {
    fetcher.close();
  }
}
