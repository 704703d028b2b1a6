package io.alignstream.deploy.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.deploy.claims.ClaimsTable;
import io.alignstream.deploy.claims.Run;
import io.alignstream.deploy.claims.Runs;
import io.alignstream.deploy.curriculum.Curriculum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alignstream demo claims}. */
@Command(
    name = "claims",
    mixinStandardHelpOptions = true,
    description = {
      "Trains small models with and without what MVPTR claims to help, and shows what comes out:",
      "",
      "  phrases, no-phrases      retrieval by captions with their phrases, and by captions alone",
      "  two-stages, joint        encoders of their own first, and one joint encoder as deep",
      "  head-of-words, new-head  questions with the masked words' head, and with a new one",
      "",
      "Figures are of 200 scenes that nothing learns from, when a training ends (questions: also on"
          + " the way). What alignstream demo train left in --out is needed: its words, detector,"
          + " regions, lists, mlm and pretraining.",
      "Ctrl-C lets the step that runs end and saves; the same command then goes on."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream demo claims --out demo-models",
      "  alignstream demo claims --out demo-models --run two-stages --run joint --seeds 5"
    })
final class DemoClaimsCommand implements Callable<Integer> {
  private static final int WATCHED = 200;
  private static final int SCENES = 12_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Mixin private Settings settings = new Settings();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      defaultValue = "alignstream-out/models",
      description = "Where demo train put its models (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("");

  @Option(
      names = "--run",
      paramLabel = "NAME",
      description = "Trains only this one of the above; may be repeated (default: all).")
  private List<String> chosen = Run.all().stream().map(Run::name).toList();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Trainings of each (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Every number as flat JSON: <run>.<seed>.<metric>.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = {"-s", "--set"},
      paramLabel = "KEY=VALUE",
      description = "One setting of all trainings' recipes: -s max_steps=100.")
  private Map<String, String> given = new LinkedHashMap<>();

  DemoClaimsCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  DemoClaimsCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    Logs.onlyErrors();
    check();
    var curriculum = new Curriculum(directory, SCENES, WATCHED, 1, Map.of());
    var runs = new Runs(curriculum, curriculum.features(), directory.resolve("claims"), given);
    var out = spec.commandLine().getOut();
    for (long seed = 1; seed <= seeds; seed++) {
      for (var run : Run.all()) {
        if (chosen.contains(run.name()) && !train(runs, run, seed)) {
          return 1;
        }
      }
    }
    var table = table(runs);
    table.lines().forEach(out::println);
    if (report.isPresent()) {
      Files.writeString(
          report.get(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(table.flat()));
    }
    return 0;
  }

  private void check() {
    for (var name : chosen) {
      if (Run.all().stream().noneMatch(run -> run.name().equals(name))) {
        throw new ParameterException(
            spec.commandLine(),
            "--run %s: none of %s".formatted(name, Run.all().stream().map(Run::name).toList()));
      }
    }
    for (var needed :
        List.of("words", "detector/best", "regions", "lists", "mlm/best", "pretraining/best")) {
      if (!Files.isDirectory(directory.resolve(needed))) {
        throw new ParameterException(
            spec.commandLine(),
            "%s is missing: alignstream demo train --out %s makes it"
                .formatted(directory.resolve(needed), directory));
      }
    }
  }

  private boolean train(Runs runs, Run run, long seed) throws InterruptedException {
    spec.commandLine().getOut().printf("%s, seed %d%n", run.name(), seed);
    spec.commandLine().getOut().flush();
    try (var stopping = new Stopping()) {
      boolean ended =
          runs.train(
              run, seed, System.out, Terminal.isWatched(), trainer -> stopping.with(trainer::stop));
      return ended && !stopping.isAsked();
    }
  }

  private ClaimsTable table(Runs runs) {
    var figures = new LinkedHashMap<String, List<Map<String, Double>>>();
    for (var run : Run.all()) {
      figures.put(
          run.name(),
          LongStream.rangeClosed(1, seeds)
              .mapToObj(seed -> runs.figures(run, seed))
              .filter(reached -> !reached.isEmpty())
              .toList());
    }
    return new ClaimsTable(figures);
  }
}
