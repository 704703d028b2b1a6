package io.alignstream.deploy.cli;

import io.alignstream.deploy.topics.JsonLine;
import io.alignstream.deploy.topics.TopicReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code alignstream tail}. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a topic's Avro records as JSON lines, from the beginning up to its present end."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream tail answers | jq -c '.value.vqa.answers[0]'",
      "  alignstream tail retrieval-index --follow",
      "  alignstream tail image-caption-events-dead-letters --since PT1H"
    })
final class TailCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Installation installation = new Installation();

  @Parameters(paramLabel = "TOPIC", description = "The topic's name.")
  private String topic = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on with what arrives, until interrupted.")
  private boolean follow;

  @Option(
      names = {"-n", "--max"},
      paramLabel = "N",
      description = "Ends after N records.")
  private Optional<Long> max = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Begins at a time: 2026-01-31T12:00:00Z, or so long ago: PT1H.")
  private Optional<Since> since = Optional.empty();

  @Option(
      names = "--full",
      description = "Shows long embeddings, tensors and images too, instead of their size.")
  private boolean full;

  TailCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  TailCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    var lines = new JsonLine(installation.wire(), full ? 0 : 16);
    var left = new long[] {max.orElse(Long.MAX_VALUE)};
    if (left[0] > 0) {
      new TopicReader(installation.kafka())
          .read(
              topic,
              since.map(Since::time),
              follow,
              event -> {
                out.println(lines.of(event));
                out.flush();
                return --left[0] > 0 && !out.checkError();
              });
    }
    return 0;
  }

  /** A time, given as such or as how long ago it is. */
  record Since(Instant time) {
    static Since parse(String text) {
      try {
        return new Since(
            text.startsWith("P") ? Instant.now().minus(Duration.parse(text)) : Instant.parse(text));
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'%s' is no time like 2026-01-31T12:00:00Z, and no duration like PT1H".formatted(text));
      }
    }
  }
}
