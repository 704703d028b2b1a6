package io.alignstream.deploy.bench;

import akka.NotUsed;
import akka.cluster.typed.Cluster;
import akka.japi.Pair;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.FlowWithContext;
import com.typesafe.config.Config;
import io.alignstream.deploy.cluster.ClusterNode;
import io.alignstream.deploy.cluster.ClusterSettings;
import io.alignstream.deploy.cluster.inference.RemoteAnswers;
import io.alignstream.ingest.IngestSettings;
import io.alignstream.ingest.check.EventCheck;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.fetch.ImageFetcher;
import io.alignstream.ingest.kafka.Output;
import io.alignstream.ingest.kafka.Outputs;
import io.alignstream.ingest.kafka.Publication;
import io.alignstream.ingest.stage.FetchStage;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.wire.AvroWire;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Races the line against a plain loop that copies and one that does the same to each record. */
final class LineBench implements AutoCloseable {
  private final BenchTopic topic;
  private final IngestSettings ingest;
  private final ClusterSettings cluster;
  private final Outputs outputs;
  private final EventCheck check;
  private final ImageFetcher fetcher;
  private final ExecutorService blocking = Executors.newCachedThreadPool();
  private final ClusterNode oneNode = BenchNode.start("ingest, inference");
  private final ClusterNode first = BenchNode.start("ingest");
  private final Process second;

  private LineBench(BenchTopic topic, Config config) {
    var alignstream = config.getConfig("alignstream");
    this.topic = topic;
    this.ingest = IngestSettings.from(alignstream.getConfig("ingest"));
    this.cluster = BenchNode.settings();
    this.outputs = Identity.encoding(topic.topics(), topic.kafka().limits());
    this.check = new EventCheck(AvroWire.withoutRegistry(), ingest.check(), topic.kafka().limits());
    this.fetcher = new ImageFetcher(ingest.fetch(), topic.kafka().limits());
    this.second =
        BenchNode.startInference(
            Cluster.get(first.system()).selfMember().address().getPort().orElseThrow());
  }

  /**
   * Runs all contenders in turns, once without counting, and prints a table.
   *
   * @param config all settings
   */
  static void run(BenchTopic topic, Config config, LineRace race, PrintWriter out)
      throws InterruptedException {
    int rounds = race.rounds();
    try (var bench = new LineBench(topic, config)) {
      var contenders =
          bench.contenders().stream()
              .filter(one -> race.only().isEmpty() || race.only().contains(one.name()))
              .toList();
      var table = new LineTable(topic.events(), out);
      for (int round = 0; round <= rounds; round++) {
        for (int turn = 0; turn < contenders.size(); turn++) {
          var one = contenders.get(round % 2 == 1 ? turn : contenders.size() - 1 - turn);
          var group = "bench-%s-%d".formatted(one.name(), round);
          table.add(round, one.name(), Spent.by(one, group, bench.second));
        }
      }
      table.print();
    }
  }

  private List<Contender> contenders() {
    var all = new ArrayList<Contender>();
    all.add(new PlainLoop("loop", topic, ingest.publish().maxEvents(), this::transform));
    all.add(streamed("line", oneNode, here()));
    all.add(streamed("line-pooled", oneNode, pooled(oneNode, true)));
    all.add(streamed("line-two-nodes", first, pooled(first, false)));
    all.add(new PlainLoop("copying-loop", topic, ingest.publish().maxEvents(), this::copy));
    all.add(
        streamed(
            "copying-line",
            oneNode,
            Flow.<ConsumerRecord<byte[], byte[]>>create().map(this::copy)));
    return all;
  }

  private Contender streamed(
      String name,
      ClusterNode node,
      Flow<ConsumerRecord<byte[], byte[]>, Publication, NotUsed> line) {
    return new Streamed(
        name, topic, ingest.publish(), line, blocking, node.system().classicSystem());
  }

  /** What the loop does to a record: all that the line does. */
  private Publication transform(ConsumerRecord<byte[], byte[]> event) {
    return outputs.of(event, Identity.outputs(check.check(event).flatMap(fetcher::fetch)));
  }

  private Publication copy(ConsumerRecord<byte[], byte[]> event) {
    return new Publication(
        List.of(new ProducerRecord<>(topic.topics().index(), event.key(), event.value())),
        event.offset() + 1);
  }

  private Flow<ConsumerRecord<byte[], byte[]>, Publication, NotUsed> here() {
    return joined(fetched().map(Identity::outputs).map(outputs::encode));
  }

  private Flow<ConsumerRecord<byte[], byte[]>, Publication, NotUsed> pooled(
      ClusterNode node, boolean local) {
    var pool =
        node.pool(local ? Optional.of(BenchNode.identity(cluster)) : Optional.empty(), state -> {});
    return joined(fetched().via(RemoteAnswers.flow(pool, cluster.inference())));
  }

  private FlowWithContext<
          ConsumerRecord<byte[], byte[]>,
          ConsumerRecord<byte[], byte[]>,
          Outcome<FetchedEvent>,
          ConsumerRecord<byte[], byte[]>,
          NotUsed>
      fetched() {
    return FetchStage.flow(check, fetcher, ingest.parallelism().fetchParallelism(), blocking);
  }

  private Flow<ConsumerRecord<byte[], byte[]>, Publication, NotUsed> joined(
      FlowWithContext<
              ConsumerRecord<byte[], byte[]>,
              ConsumerRecord<byte[], byte[]>,
              Outcome<List<Output>>,
              ConsumerRecord<byte[], byte[]>,
              NotUsed>
          line) {
    return Flow.<ConsumerRecord<byte[], byte[]>>create()
        .map(event -> Pair.create(event, event))
        .via(line.asFlow())
        .map(answered -> outputs.publication(answered.second(), answered.first()));
  }

  @Override
  public void close() throws InterruptedException {
    second.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    first.system().terminate();
    oneNode.system().terminate();
    blocking.shutdownNow();
    fetcher.close();
  }
}
