package io.alignstream.deploy.node;

import io.alignstream.deploy.cluster.TestNodes;
import io.alignstream.deploy.guarantee.Breakage;
import io.alignstream.deploy.guarantee.ExactlyOnce;
import io.alignstream.deploy.guarantee.TestInstallation;
import io.alignstream.deploy.guarantee.TestModels;
import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.parse.PhraseExtractor;
import io.alignstream.schemas.line.ParsedText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event that kills whatever works on it. */
class PoisonIT {
  @TempDir private Path root;

  /** Runs out of stack as a parser does on a text that is nested too deep. */
  private static final PhraseExtractor FRAGILE =
      text -> {
        if (text.text().contains("room 7")) {
          throw new StackOverflowError("nested too deep");
        }
        return new ParsedText(text.text(), List.of(), List.of());
      };

  /** Alone, and through the pool of a node that others may join. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void becomesADeadLetterAndTheOthersGetThrough(boolean alone) throws InterruptedException {
    try (var kafka =
        EmbeddedKafka.inTemporaryDirectory(new EventLimits(Breakage.MAX_EVENT_BYTES))) {
      var installation =
          TestInstallation.create(
              kafka.bootstrapServers(),
              "",
              root,
              "alignstream.node.restart { min-backoff = 10ms, max-backoff = 50ms }\n"
                  + "alignstream.cluster.port = "
                  + (alone ? 0 : TestNodes.freePort()));
      var node = Node.start(installation.config(), () -> TestModels.with(FRAGILE));
      try (var sender = installation.sender()) {
        for (int number = 0; number < 60; number++) {
          if (number == 17 || number == 27) { // "in room 7"
            sender.poison(number);
          } else if (number % 10 != 7) {
            sender.good(number);
          }
        }
        ExactlyOnce.assertHolds(sender.ledger(), installation.outputs());
      } finally {
        node.stop().toCompletableFuture().join();
      }
    }
  }
}
