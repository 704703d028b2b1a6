package io.alignstream.deploy.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.alignstream.deploy.cluster.Await;
import io.alignstream.deploy.cluster.ClusterNode;
import io.alignstream.deploy.cluster.TestNodes;
import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes around one broker, and what may happen to them. {@code both} has the roles ingest
 * and inference, the other two one each, so that all goes on without any one of them. All tests go
 * on with the same topics: what one of them doubled, the last one still sees.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ClusterProcessesIT {
  private static final int PARTITIONS = 4;

  @TempDir static Path directory;

  /** As the log of a node says it whose partition another one has taken. */
  private static final String FENCED = "is held by another stream";

  private final int bothPort = TestNodes.freePort();
  private final int ingestPort = TestNodes.freePort();
  private boolean begun;

  private EmbeddedKafka kafka;
  private Processes processes;
  private Delivered delivered;

  @BeforeAll
  void startBroker() throws Exception {
    var limits = new EventLimits(1 << 20);
    kafka = EmbeddedKafka.inTemporaryDirectory(limits);
    var settings = new KafkaSettings(Map.of("bootstrap.servers", kafka.bootstrapServers()), limits);
    try (var admin = Admin.create(settings.admin())) {
      var topics = Topics.defaults();
      // Not compacted, which would hide what was doubled.
      var made =
          List.of(topics.events(), topics.index(), topics.answers(), topics.deadLetters()).stream()
              .map(topic -> new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty()))
              .toList();
      admin.createTopics(made).all().get();
    }
    processes = new Processes(directory);
    delivered = new Delivered(settings, PARTITIONS);
  }

  @AfterAll
  void stop() {
    delivered.close();
    processes.close();
    kafka.close();
  }

  @BeforeEach
  void startWhatIsMissing() {
    start("both", true);
    start("ingest", true);
    start("inference", true);
    Await.until(() -> processes.partitionsOf("both") > 0 && processes.partitionsOf("ingest") > 0);
    delivered.send(100, 1_000);
    delivered.readAll();
  }

  @AfterEach
  void nothingIsLostDoubledOrOutOfOrder() {
    delivered.readAll();
    delivered.assertExactlyOnceInOrder();
  }

  @Test
  @Order(1)
  void killedNodesLoseAndDoubleNothing() {
    int links = processes.links("both");
    delivered.keepBusyFor(300);
    processes.signal("inference", "KILL");
    // Two deaths at once would leave a minority, which ends itself.
    delivered.keepBusyUntil(() -> processes.lastLog("both").contains("is dead"));
    start("inference", true);
    delivered.keepBusyUntil(() -> processes.links("both") > links);
    processes.signal("ingest", "KILL");
    delivered.readAll();
  }

  @Test
  @Order(2)
  void aStoppedNodeEndsItselfWhenItWakes() {
    delivered.keepBusyFor(300);
    processes.signal("ingest", "STOP");
    delivered.readAll(); // its partitions run elsewhere
    processes.signal("ingest", "CONT");

    assertThat(processes.awaitEnd("ingest")).isEqualTo(ClusterNode.AWAY_TOO_LONG);
  }

  @Test
  @Order(3)
  void aStoppedNodeIsFencedWhenItWakes() {
    restart("both", false, "ingest", "inference");
    delivered.keepBusyFor(300);
    processes.signal("both", "STOP");
    delivered.readAll();
    wakeAndAwaitFence("both");
  }

  @Test
  @Order(4)
  void aNodeThatWasStoppedBeforeItsFirstEventIsFencedToo() {
    restart("both", false, "ingest", "inference");
    processes.signal("both", "STOP");
    delivered.send(400, 1_000);
    delivered.readAll();
    wakeAndAwaitFence("both");
  }

  @Test
  @Order(5)
  void aNodeThatIsToldToEndFinishesItsWork() {
    delivered.keepBusyFor(300);
    processes.signal("inference", "TERM");
    processes.signal("ingest", "TERM");
    processes.awaitEnd("inference");
    processes.awaitEnd("ingest");

    assertThat(processes.lastLog("ingest")).contains("is drained");
    assertThat(processes.lastLog("both")).doesNotContain(FENCED); // nobody had to be
  }

  @Test
  @Order(6)
  void anEventThatKillsItsNodesIsADeadLetterInTheEnd() {
    restart("both", true, "ingest"); // the victims hold no partitions
    delivered.send(100, 1_000);
    delivered.sendPoison();
    delivered.send(100, 1_000);
    for (int deaths = 1; deaths <= 3; deaths++) {
      assertThat(processes.awaitEnd("inference")).isEqualTo(9);
      start("inference", true);
    }
    delivered.readAll();
  }

  /** A node that holds partitions, and the watchdog does not save it from trying to publish. */
  private void restart(String name, boolean watchdog, String... roles) {
    processes.signal(name, "TERM");
    processes.awaitEnd(name);
    processes.start(name, config(name, watchdog, List.of(roles)));
    Await.until(
        () ->
            processes.partitionsOf(name) > 0
                && processes.streams(name) >= processes.partitionsOf(name));
  }

  private void wakeAndAwaitFence(String name) {
    processes.signal(name, "CONT");
    Await.until(() -> processes.lastLog(name).contains(FENCED) || !processes.isRunning(name));
    assertThat(processes.lastLog(name)).contains(FENCED);
    processes.signal(name, "KILL");
    processes.awaitEnd(name);
  }

  private void start(String name, boolean watchdog) {
    if (!processes.isRunning(name)) {
      processes.start(name, config(name, watchdog, roles(name)));
    }
  }

  /**
   * The first node of all begins the cluster. A node that was its own first seed would do so again
   * whenever it is started and a busy machine is late to answer.
   */
  private List<Integer> seeds(String name) {
    boolean begins = !begun;
    begun = true;
    return begins
        ? List.of(bothPort)
        : name.equals("both") ? List.of(ingestPort) : List.of(bothPort, ingestPort);
  }

  private static List<String> roles(String name) {
    return name.equals("both") ? List.of("ingest", "inference") : List.of(name);
  }

  private Config config(String name, boolean watchdog, List<String> roles) {
    int port = name.equals("both") ? bothPort : name.equals("ingest") ? ingestPort : 0;
    return TestNodes.config(
        port,
        seeds(name),
        roles,
        """
        alignstream.max-event-bytes = 1 MiB
        alignstream.kafka.bootstrap.servers = "%s"
        alignstream.cluster.inference { group-events = 16, groups-in-work = 4, groups-per-node = 4 }
        alignstream.cluster.akka.loglevel = INFO
        test { partitions = %d, parallelism = 4, work = 5ms, watchdog = %b }
        """
            .formatted(kafka.bootstrapServers(), PARTITIONS, watchdog));
  }
}
