package io.alignstream.deploy.cli;

import com.typesafe.config.Config;
import io.alignstream.deploy.curriculum.Curriculum;
import io.alignstream.deploy.curriculum.Curriculum.Lesson;
import io.alignstream.deploy.world.Split;
import io.alignstream.detect.vinvl.VinvlDetector;
import io.alignstream.encode.progress.Listener;
import io.alignstream.encode.progress.MetricsFile;
import io.alignstream.encode.progress.MetricsPlot;
import io.alignstream.encode.progress.ProgressLine;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.ingest.decode.DecodeSettings;
import io.alignstream.ingest.decode.ImageDecoder;
import io.alignstream.parse.ParseSettings;
import io.alignstream.parse.ScenePhraseExtractor;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives lessons one after another, with progress and a polite end.
 *
 * @param config all settings
 * @param measured unseen scenes that the detector is measured on
 * @param out is told what came of each
 */
record Teaching(Curriculum curriculum, Config config, int measured, PrintWriter out) {
  /** Whether the lesson came to its end; otherwise it was stopped and can go on. */
  boolean give(Lesson lesson) throws InterruptedException {
    return switch (lesson) {
      case WORDS -> words();
      case DETECTOR -> detector();
      case REGIONS -> regions();
      case LISTS -> lists();
      default -> training(lesson);
    };
  }

  private boolean words() {
    var lesson = curriculum.words();
    try (var progress = Progress.ofCorpus("words", " KiB", 1024, false)) {
      int phrases = lesson.learn(extractor(), at -> progress.show(at.done(), at.all()));
      out.printf("words: %d phrases, %s%n", phrases, lesson.phrases());
      return true;
    }
  }

  private boolean detector() throws InterruptedException {
    var lesson = curriculum.detector();
    var decoder = decoder();
    var device = DeviceSettings.cpu();
    try (var stopping = new Stopping()) {
      var end =
          lesson.learn(
              decoder,
              device,
              listeners(lesson.directory()),
              trainer -> stopping.with(trainer::stop));
      out.printf("detector: step %d, %s%n", end.step(), lesson.directory());
      if (stopping.isAsked()) {
        return false;
      }
      for (var split : List.of(Split.TEST, Split.HELD_OUT)) {
        out.printf("%d scenes of %s:%n", measured, split.word());
        new TreeMap<>(lesson.measure(split, measured, decoder, device))
            .forEach((name, value) -> out.printf("  %-12s %.3f%n", name, value));
        out.flush();
      }
      return true;
    }
  }

  private boolean regions() {
    var lesson = curriculum.regions();
    var wanted = new AtomicBoolean(true);
    long all = lesson.scenes().values().stream().mapToInt(Integer::intValue).sum();
    try (var stopping = new Stopping();
        var detector = VinvlDetector.open(curriculum.trainedDetector(), DeviceSettings.cpu());
        var progress = Progress.ofImages("regions", all)) {
      stopping.with(() -> wanted.set(false));
      lesson.learn(detector, decoder(), progress::add, wanted::get);
    }
    out.printf("regions: %s%n", lesson.directory());
    return wanted.get();
  }

  private boolean lists() {
    var lesson = curriculum.lists();
    var wanted = new AtomicBoolean(true);
    try (var stopping = new Stopping();
        var progress = Progress.ofImages("lists", lesson.work())) {
      stopping.with(() -> wanted.set(false));
      lesson.learn(extractor(), progress::add, wanted::get);
    }
    out.printf("lists: %s%n", lesson.directory());
    return wanted.get();
  }

  private boolean training(Lesson lesson) throws InterruptedException {
    var training = curriculum.training(lesson, curriculum.features()).orElseThrow();
    try (var stopping = new Stopping()) {
      var end =
          training.learn(
              DeviceSettings.cpu(),
              System.out,
              Terminal.isWatched(),
              trainer -> stopping.with(trainer::stop));
      out.printf("%s: step %d, %s%n", training.task(), end.step(), training.out());
      out.flush();
      return !stopping.isAsked();
    }
  }

  private ScenePhraseExtractor extractor() {
    return ScenePhraseExtractor.load(ParseSettings.from(config.getConfig("alignstream.parse")));
  }

  private ImageDecoder decoder() {
    return new ImageDecoder(DecodeSettings.from(config.getConfig("alignstream.ingest.decode")));
  }

  private static List<Listener> listeners(Path out) {
    var metrics = out.resolve("metrics.jsonl");
    return List.of(
        new ProgressLine(System.out, System.console() != null),
        new MetricsFile(metrics),
        new MetricsPlot(metrics, out.resolve("metrics.svg")));
  }
}
