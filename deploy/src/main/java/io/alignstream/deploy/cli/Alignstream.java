package io.alignstream.deploy.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root command. */
@Command(
    name = "alignstream",
    mixinStandardHelpOptions = true,
    versionProvider = Alignstream.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Turns a Kafka stream of image-caption events into searchable retrieval indexes and"
          + " grounded answers.",
      ""
    },
    subcommands = {
      DemoCommand.class,
      NodeCommand.class,
      TopicsCommand.class,
      ProduceCommand.class,
      TailCommand.class,
      ParseCommand.class,
      PhrasesCommand.class,
      DeadLettersCommand.class,
      TensorsCommand.class,
      CheckpointCommand.class,
      TokenizeCommand.class,
      BenchCommand.class,
      DetectCommand.class,
      FineTuneCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      MlmCommand.class,
      EmbedCommand.class,
      AnswerCommand.class,
      EntailsCommand.class,
      ReferCommand.class,
      SearchCommand.class,
    },
    footer = {
      "",
      "Start with: alignstream demo",
      "Settings: -c FILE (HOCON), -D key=value, or the environment (see the README)."
    })
public final class Alignstream implements Runnable {
  @Spec private CommandSpec spec;

  Alignstream(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  public Alignstream() {
    this(CommandSpec.create());
  }

  /** Runs one command and exits with its status: 2 for a wrong call, 1 for a failure. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command line, for tests too. */
  public static CommandLine commandLine() {
    return new CommandLine(new Alignstream())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .registerConverter(Instant.class, Alignstream::time)
        .registerConverter(TailCommand.Since.class, TailCommand.Since::parse)
        .setParameterExceptionHandler((mistake, arguments) -> explain(mistake))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command
                  .getErr()
                  .println(command.getColorScheme().errorText("alignstream: " + plain(failure)));
              return failure instanceof ConfigException ? 2 : 1;
            });
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /** A mistake in a line, with what it may have meant; a command of commands lists them. */
  private static int explain(ParameterException mistake) {
    var command = mistake.getCommandLine();
    var name = command.getCommandSpec().qualifiedName();
    var meant =
        mistake instanceof UnmatchedArgumentException unmatched
            ? String.join(" or ", unmatched.getSuggestions())
            : "";
    command
        .getErr()
        .println(
            command
                .getColorScheme()
                .errorText(
                    "%s: %s%s; see %s --help"
                        .formatted(
                            name,
                            mistake.getMessage(),
                            meant.isEmpty() ? "" : " (did you mean %s?)".formatted(meant),
                            name)));
    boolean onlyHolds = !(command.getCommandSpec().userObject() instanceof Callable);
    if (meant.isEmpty() && onlyHolds) {
      command.usage(command.getErr());
    }
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'%s' is no time like 2026-01-31T12:00:00Z".formatted(text));
    }
  }

  /** One line that a person can act on; the stack is for logs. */
  private static String plain(Throwable failure) {
    if (failure instanceof CancellationException) {
      return "interrupted";
    }
    var message = failure.getMessage();
    if (failure instanceof ConfigException wrong && isMerged(wrong.origin())) {
      return String.valueOf(message).substring(wrong.origin().description().length() + 2);
    }
    return message == null || message.isBlank() ? failure.toString() : message;
  }

  /** Where a section of several files is: no help, and half a line long. */
  private static boolean isMerged(@Nullable ConfigOrigin origin) {
    return origin != null && origin.description().startsWith("merge of ");
  }

  /** The version of the jar that runs. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Alignstream.class.getPackage().getImplementationVersion();
      return new String[] {"alignstream " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
