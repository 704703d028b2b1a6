package io.alignstream.deploy.cli;

import io.alignstream.ingest.dataset.DataSet;
import io.alignstream.ingest.dataset.DatasetException;
import io.alignstream.ingest.dataset.DatasetProducer;
import io.alignstream.ingest.dataset.EventMaker;
import io.alignstream.ingest.dataset.EventMaker.Carriage;
import io.alignstream.ingest.dataset.TableColumns;
import io.alignstream.ingest.dataset.TaskTemplate;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alignstream produce}. */
@Command(
    name = "produce",
    mixinStandardHelpOptions = true,
    description = {
      "Sends a data set as events, one an image, its captions gathered.",
      "",
      "Formats: mvptr (a JSON list of text, image_id, label and phrases), coco (captions JSON),"
          + " directory (images with .txt or .json beside them), csv and tsv (column names in the"
          + " first line)."
    },
    footer = {
      "",
      "Tasks: KIND or KIND=TEXT, such as vqa='What is shown?'. In the text, {caption} stands for"
          + " each caption and {masked} for each with its longest word masked.",
      "",
      "Examples:",
      "  alignstream produce captions_val2017.json --images val2017 --resume val.state",
      "  alignstream produce photos/ --task masked_tokens --task image_text_match",
      "  alignstream produce list.csv --column image=file --column caption=text --rate 50"
    })
final class ProduceCommand implements Callable<Integer> {
  private static final int STEPS = 1000;

  /** What a shell reports after Ctrl-C. */
  private static final int INTERRUPTED = 130;

  @Spec private CommandSpec spec;

  @Mixin private Installation installation = new Installation();

  @Parameters(paramLabel = "DATA-SET", description = "A file or a directory.")
  private Path source = Path.of("");

  @Option(
      names = "--format",
      description =
          "One of: ${COMPLETION-CANDIDATES} (default: guessed from the name and content).")
  private Optional<DataSet> format = Optional.empty();

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Where the images are (default: the data set's directory).")
  private Optional<Path> images = Optional.empty();

  @Option(
      names = "--carry",
      defaultValue = "inline",
      description = {
        "What goes with an event: inline (the image's bytes), uri (a file: URI; its directory must"
            + " be one of alignstream.ingest.fetch.file-roots), features (its id as the key of"
            + " features extracted elsewhere). Default: ${DEFAULT-VALUE}."
      })
  private Carriage carriage = Carriage.INLINE;

  @Option(names = "--task", paramLabel = "TASK", description = "What to ask; may be repeated.")
  private List<String> tasks = new ArrayList<>();

  @Option(
      names = "--column",
      paramLabel = "WHAT=NAME",
      description = "A table's columns: image, caption, id or attribute; may be repeated.")
  private List<String> columns = new ArrayList<>();

  @Option(names = "--rate", paramLabel = "N", description = "Most events a second (default: all).")
  private double rate;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description = {
        "Keeps in FILE how far it got, and goes on from there. After Ctrl-C nothing is sent twice;"
            + " after a kill the last second may be, with the same ids."
      })
  private Optional<Path> state = Optional.empty();

  @Option(
      names = "--skip-broken",
      description = "Leaves out images that are missing or too large, and says so.")
  private boolean skipBroken;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress bar.")
  private boolean quiet;

  ProduceCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  ProduceCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!Files.exists(source)) {
      throw new ParameterException(
          spec.commandLine(), "DATA-SET %s: no such file or directory".formatted(source));
    }
    var maker = new EventMaker(carriage, directory(), prefix(), templates());
    var table = tableColumns();
    var kafka = installation.kafka();
    var topic = installation.topics().events();
    var kind = format.orElseGet(() -> DataSet.guess(source));
    var plan =
        new DatasetProducer.Plan(
            topic,
            "%s %s as %s".formatted(kind, source.toAbsolutePath().normalize(), topic),
            kafka.limits(),
            rate,
            state,
            skipBroken);
    try (var samples = kind.open(source, table);
        var client =
            new KafkaProducer<>(
                kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      var serializer = installation.wire().serializer(ImageCaptionEvent.class);
      var producer = new DatasetProducer(client, serializer, plan);
      return untilInterrupted(producer, () -> report(producer.run(samples, maker, listener())));
    }
  }

  private int report(DatasetProducer.Result result) {
    var out = spec.commandLine().getOut();
    out.printf("%d images done, all acknowledged", result.samples());
    if (result.skipped() > 0) {
      out.printf("; %d left out", result.skipped());
    }
    if (!result.complete()) {
      out.printf("; interrupted%s", state.map(f -> ", go on with --resume " + f).orElse(""));
    }
    out.println();
    out.flush();
    return result.complete() ? 0 : INTERRUPTED;
  }

  /** Ctrl-C and SIGTERM let it finish what was handed to Kafka and store its position. */
  private static int untilInterrupted(DatasetProducer producer, IntSupplier work) {
    var finished = new CountDownLatch(1);
    var hook =
        new Thread(
            () -> {
              producer.stop();
              try {
                finished.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.getAsInt();
    } finally {
      finished.countDown();
      removeHook(hook);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // it runs already
    }
  }

  /** A bar where a person watches. */
  private DatasetProducer.Listener listener() {
    Optional<ProgressBar> bar =
        quiet || !Terminal.isWatched()
            ? Optional.empty()
            : Optional.of(
                new ProgressBarBuilder()
                    .setTaskName(String.valueOf(source.getFileName()))
                    .setInitialMax(STEPS)
                    .hideEta()
                    .build());
    return new DatasetProducer.Listener() {
      @Override
      public void sent(long samples, double progress) {
        bar.ifPresent(
            shown -> {
              shown.stepTo((long) (STEPS * progress));
              shown.setExtraMessage(samples + " events");
            });
      }

      @Override
      public void skipped(DatasetException why) {
        spec.commandLine().getErr().println("left out: " + why.getMessage());
      }
    };
  }

  private Path directory() {
    if (images.isPresent()) {
      return images.get();
    }
    var parent = source.toAbsolutePath().getParent();
    return Files.isDirectory(source) || parent == null ? source : parent;
  }

  private String prefix() {
    var name = String.valueOf(source.toAbsolutePath().normalize().getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 && Files.isRegularFile(source) ? name.substring(0, dot) : name;
  }

  private List<TaskTemplate> templates() {
    try {
      return tasks.stream().map(TaskTemplate::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--task: " + e.getMessage(), e);
    }
  }

  private TableColumns tableColumns() {
    var chosen = TableColumns.defaults();
    var attributes = new ArrayList<String>();
    var image = chosen.image();
    var caption = chosen.caption();
    Optional<String> id = Optional.empty();
    for (var column : columns) {
      var name = column.substring(column.indexOf('=') + 1);
      switch (column.substring(0, Math.max(0, column.indexOf('=')))) {
        case "image" -> image = name;
        case "caption" -> caption = name;
        case "id" -> id = Optional.of(name);
        case "attribute" -> attributes.add(name);
        default ->
            throw new ParameterException(
                spec.commandLine(),
                "--column %s: must be image=…, caption=…, id=… or attribute=…".formatted(column));
      }
    }
    return new TableColumns(image, caption, id.orElse(image), attributes);
  }
}
