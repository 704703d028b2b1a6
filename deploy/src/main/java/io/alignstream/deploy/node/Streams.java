package io.alignstream.deploy.node;

import akka.actor.typed.ActorSystem;
import io.alignstream.deploy.line.Line;
import io.alignstream.deploy.line.RefusalLog;
import io.alignstream.deploy.line.Threads;
import io.alignstream.deploy.watch.StageMeters;
import io.alignstream.ingest.check.EventCheck;
import io.alignstream.ingest.fetch.ImageFetcher;
import io.alignstream.ingest.kafka.Outputs;
import io.alignstream.ingest.kafka.PartitionStream;
import io.alignstream.ingest.kafka.Publication;
import io.alignstream.ingest.kafka.Publisher;
import io.alignstream.ingest.kafka.Work;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.wire.AvroWire;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Runs partitions as an {@code ingest} node does: from the event topic to the output topics. */
public final class Streams implements AutoCloseable {
  private final Setup setup;
  private final EventCheck check;
  private final ImageFetcher fetcher;
  private final Outputs outputs;
  private final RefusalLog refusals;
  private final Publisher.Opener publishers;
  private final Answering answering;
  private final StageMeters meters;
  private final Threads threads;
  private final ActorSystem<?> system;

  /** What all partitions share. */
  public Streams(
      Setup setup,
      Answering answering,
      StageMeters meters,
      Threads threads,
      ActorSystem<?> system) {
    this.setup = setup;
    var limits = setup.kafka().limits();
    var wire = AvroWire.from(setup.registry());
    this.check = new EventCheck(wire, setup.ingest().check(), limits);
    this.fetcher = new ImageFetcher(setup.ingest().fetch(), limits);
    this.outputs = outputs(setup);
    this.refusals = new RefusalLog(wire);
    var node = setup.node();
    this.publishers =
        node.delivery().publishers(setup.kafka(), node.group(), node.transactionTimeout());
    this.answering = answering;
    this.meters = meters;
    this.threads = threads;
    this.system = system;
  }

  /** Encodes outputs as the settings say. */
  static Outputs outputs(Setup setup) {
    return new Outputs(
        setup.topics(), setup.kafka().limits(), AvroWire.from(setup.registry()), Clock.systemUTC());
  }

  /** Begins to work on a partition. */
  public PartitionRun start(TopicPartition partition) {
    return PartitionRun.start(
        partition, forgiven -> stream(partition, forgiven), setup.node().backoff(), system);
  }

  private PartitionStream stream(TopicPartition partition, int forgiven) {
    var watch = meters.stream();
    var stages = new Line(setup.line(), threads, watch);
    var stream =
        PartitionStream.run(
            partition,
            setup.kafka(),
            setup.node().group(),
            setup.ingest().publish(),
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
        setup.node().maxAttempts(),
        setup.node().carefulEvents());
  }

  private Publication poison(ConsumerRecord<byte[], byte[]> event) {
    Outcome<EventOutputs> outcome =
        Outcome.rejected(
            Reason.of(
                "node",
                Reason.Code.POISON,
                "%d streams died while they worked on this event"
                    .formatted(setup.node().maxAttempts())));
    refusals.note(event, outcome);
    return outputs.of(event, outcome);
  }

  @Override
  public void close() {
    fetcher.close();
  }
}
