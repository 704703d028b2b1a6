package io.alignstream.deploy.cli;

import com.typesafe.config.ConfigException;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

  /** One line that a person can act on; the stack is for logs. */
  private static String plain(Throwable failure) {
    if (failure instanceof CancellationException) {
      return "interrupted";
    }
    var message = failure.getMessage();
    return message == null || message.isBlank() ? failure.toString() : message;
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
