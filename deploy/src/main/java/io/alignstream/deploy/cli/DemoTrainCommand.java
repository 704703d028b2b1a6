package io.alignstream.deploy.cli;

import io.alignstream.deploy.curriculum.DetectorLesson;
import io.alignstream.deploy.curriculum.WordsLesson;
import io.alignstream.deploy.world.Split;
import io.alignstream.encode.progress.Listener;
import io.alignstream.encode.progress.MetricsFile;
import io.alignstream.encode.progress.MetricsPlot;
import io.alignstream.encode.progress.ProgressLine;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.ingest.decode.DecodeSettings;
import io.alignstream.ingest.decode.ImageDecoder;
import io.alignstream.parse.ParseSettings;
import io.alignstream.parse.ScenePhraseExtractor;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alignstream demo train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains the demo's small models on scenes of the training split, lesson by lesson.",
      "",
      "So far there are two lessons: words (word pieces and phrases) and detector. Ctrl-C lets the"
          + " step that runs end and saves; the same command then goes on."
    },
    footer = {"", "Examples:", "  alignstream demo train --out demo-models"})
final class DemoTrainCommand implements Callable<Integer> {
  private static final int WATCHED = 200; // scenes that the detector is measured on on the way
  private static final int SCENES_A_READ_ONE = 8; // words are learned from fewer scenes

  @Spec private CommandSpec spec;

  @Mixin private Settings settings = new Settings();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      defaultValue = "alignstream-out/models",
      description = "Where the models go, a directory each (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("");

  @Option(
      names = "--lesson",
      paramLabel = "NAME",
      description = "words or detector; may be repeated (default: all).")
  private List<Lesson> lessons = List.of(Lesson.values());

  @Option(
      names = "--scenes",
      paramLabel = "N",
      defaultValue = "8000",
      description = "Scenes to learn from (default: ${DEFAULT-VALUE}).")
  private int scenes;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "6",
      description = "Times that each is seen (default: ${DEFAULT-VALUE}).")
  private double epochs;

  @Option(
      names = "--measured",
      paramLabel = "N",
      defaultValue = "500",
      description = "Unseen scenes to measure on at the end (default: ${DEFAULT-VALUE}).")
  private int measured;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of first weights and order (default: ${DEFAULT-VALUE}).")
  private long seed;

  /** What can be learned. */
  private enum Lesson {
    WORDS,
    DETECTOR
  }

  DemoTrainCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  DemoTrainCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws InterruptedException {
    Logs.onlyErrors();
    if (lessons.contains(Lesson.WORDS)) {
      learnWords();
    }
    if (lessons.contains(Lesson.DETECTOR)) {
      learnToSee();
    }
    return 0;
  }

  private void learnWords() {
    int read = Math.max(1, scenes / SCENES_A_READ_ONE);
    var lesson = new WordsLesson(directory.resolve("words"), read, 50);
    var extractor =
        ScenePhraseExtractor.load(
            ParseSettings.from(settings.config().getConfig("alignstream.parse")));
    try (var progress = Progress.ofCorpus("words", " KiB", 1024, false)) {
      int phrases = lesson.learn(extractor, at -> progress.show(at.done(), at.all()));
      spec.commandLine().getOut().printf("words: %d phrases, %s%n", phrases, lesson.phrases());
    }
  }

  private void learnToSee() throws InterruptedException {
    var decoder =
        new ImageDecoder(
            DecodeSettings.from(settings.config().getConfig("alignstream.ingest.decode")));
    var device = DeviceSettings.cpu();
    var out = directory.resolve("detector");
    var lesson = new DetectorLesson(out, scenes, epochs, WATCHED, seed);
    try (var stopping = new Stopping()) {
      var end =
          lesson.learn(decoder, device, listeners(out), trainer -> stopping.with(trainer::stop));
      var to = spec.commandLine().getOut();
      to.printf("detector: step %d, %s%n", end.step(), out);
      for (var split : List.of(Split.TEST, Split.HELD_OUT)) {
        to.printf("%d scenes of %s:%n", measured, split.word());
        new TreeMap<>(lesson.measure(split, measured, decoder, device))
            .forEach((name, value) -> to.printf("  %-12s %.3f%n", name, value));
        to.flush();
      }
    }
  }

  private static List<Listener> listeners(Path out) {
    var metrics = out.resolve("metrics.jsonl");
    return List.of(
        new ProgressLine(System.out, System.console() != null),
        new MetricsFile(metrics),
        new MetricsPlot(metrics, out.resolve("metrics.svg")));
  }
}
