package io.alignstream.deploy.cli;

import io.alignstream.deploy.bench.ParseBenchmark;
import io.alignstream.parse.counting.FileCaptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alignstream bench parse}. */
@Command(
    name = "parse",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the caption parser beside plain CoreNLP with the same settings, in the same run,"
          + " and compares their graphs."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream bench parse",
      "  alignstream bench parse --in captions.txt --passes 1"
    })
final class ParseBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-i", "--in"},
      paramLabel = "FILE",
      description = "Captions (.json, .jsonl, .txt) instead of made-up ones of ten words.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = {"-n", "--captions"},
      defaultValue = "200",
      description = "How many captions to make up (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--passes",
      defaultValue = "3",
      description = "Passes after the one that warms up (default: ${DEFAULT-VALUE}).")
  private int passes;

  ParseBenchCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  ParseBenchCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() {
    Logs.onlyErrors();
    var captions =
        file.map(ParseBenchCommand::read).orElseGet(() -> ParseBenchmark.tenWords(count));
    new ParseBenchmark(captions, passes).run(spec.commandLine().getOut());
    return 0;
  }

  private static List<String> read(Path file) {
    var captions = new ArrayList<String>();
    try (var source = FileCaptions.open(List.of(file), "text", "")) {
      while (!source.isAtEnd()) {
        captions.addAll(source.next());
      }
    }
    return captions;
  }
}
