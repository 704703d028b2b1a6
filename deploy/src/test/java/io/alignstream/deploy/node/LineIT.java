package io.alignstream.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.guarantee.AtLeastOnce;
import io.alignstream.deploy.guarantee.Breakage;
import io.alignstream.deploy.guarantee.EventSender;
import io.alignstream.deploy.guarantee.ExactlyOnce;
import io.alignstream.deploy.guarantee.TestInstallation;
import io.alignstream.deploy.guarantee.TestModels;
import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.parse.ParseSettings;
import io.alignstream.parse.PhraseExtractor;
import io.alignstream.parse.ScenePhraseExtractor;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line against a real broker: what goes in comes out, whatever is broken in between. */
class LineIT {
  private static EmbeddedKafka kafka;
  private static PhraseExtractor phrases;
  @TempDir private static Path root;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.inTemporaryDirectory(new EventLimits(Breakage.MAX_EVENT_BYTES));
    phrases =
        ScenePhraseExtractor.load(
            ParseSettings.from(ConfigFactory.defaultReference().getConfig("alignstream.parse")));
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void everyEventLeavesItsOutputsOrOneDeadLetter() throws InterruptedException {
    var installation = installation("all-", "");
    var node = start(installation);
    try (var sender = installation.sender()) {
      sendTwoThousand(sender);
      assertThat(sender.ledger().size()).isEqualTo(2_000);
      ExactlyOnce.assertHolds(sender.ledger(), installation.outputs());
    } finally {
      stop(node);
    }
  }

  @Test
  void atLeastOnceLosesNothingEither() throws InterruptedException {
    var installation = installation("some-", "alignstream.node.delivery = at-least-once");
    var node = start(installation);
    try (var sender = installation.sender()) {
      sendMixed(sender, 0, 300);
      AtLeastOnce.assertHolds(sender.ledger(), installation.outputs());
    } finally {
      stop(node);
    }
  }

  @Test
  void survivesAnOutageOfTheBroker() throws InterruptedException {
    var installation =
        installation(
            "outage-", "alignstream.node.restart { max-backoff = 2s, fenced-backoff = 2s }");
    var node = start(installation);
    try (var sender = installation.sender()) {
      sendMixed(sender, 0, 300);
      sender.ledger();
      installation.outputs().awaitDone(100);
      kafka.stop();
      kafka.start();
      sendMixed(sender, 300, 600);
      ExactlyOnce.assertHolds(sender.ledger(), installation.outputs());
    } finally {
      stop(node);
    }
  }

  @Test
  void stopsAfterWhatIsInFlightAndGoesOnFromThere() throws InterruptedException {
    var installation = installation("drain-", "");
    try (var sender = installation.sender()) {
      sendMixed(sender, 0, 600);
      sender.ledger();
      var first = start(installation);
      installation.outputs().awaitDone(50);
      stop(first);
      assertThat(placesWithOutputs(installation)).isEqualTo(placesBeforeCommitted(installation));

      var second = start(installation);
      ExactlyOnce.assertHolds(sender.ledger(), installation.outputs());
      stop(second);
    }
  }

  private static Map<Integer, Long> placesBeforeCommitted(TestInstallation installation)
      throws InterruptedException {
    var begun = new TreeMap<>(installation.outputs().committed());
    begun.values().removeIf(offset -> offset == 0);
    return begun;
  }

  /** By partition, how many events left something behind; every event leaves something. */
  private static Map<Integer, Long> placesWithOutputs(TestInstallation installation) {
    return new TreeMap<>(installation.outputs().eventsWithOutputs());
  }

  private static void sendTwoThousand(EventSender sender) {
    sendMixed(sender, 0, 1_998);
    sender.deletion("image-1");
    sender.deletion("image-3");
  }

  /** One in ten is broken, in the eleven ways in turn. */
  private static void sendMixed(EventSender sender, int from, int to) {
    var ways = Breakage.values();
    for (int number = from; number < to; number++) {
      if (number % 10 == 5) {
        sender.broken(number, ways[number / 10 % ways.length], root);
      } else {
        sender.good(number);
      }
    }
  }

  private static TestInstallation installation(String name, String settings)
      throws InterruptedException {
    return TestInstallation.create(kafka.bootstrapServers(), name, root, settings);
  }

  private static Node start(TestInstallation installation) throws InterruptedException {
    return Node.start(installation.config(), () -> TestModels.with(phrases));
  }

  private static void stop(Node node) {
    node.stop().toCompletableFuture().join();
  }
}
