package io.alignstream.detect.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.model.DetectorWeights;
import io.alignstream.detect.tsv.LabelMap;
import io.alignstream.detect.vinvl.ModelDescription;
import io.alignstream.detect.vinvl.VinvlDetector;
import io.alignstream.encode.optimize.Schedule;
import io.alignstream.encode.progress.Listener;
import io.alignstream.encode.progress.StepReport;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.train.TrainingCheckpoints;
import io.alignstream.encode.train.TrainingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plain detector, started from nothing, learns a small world on the engine's loop. */
class LearningTest {
  private static final long SEED = 11;
  private static final int EXAMPLES = 1000;
  private static final int UNSEEN = 60;
  private static final ModelDescription MODEL =
      new ModelDescription(
          text("src/test/resources/shapes.conf"),
          new LabelMap(
              List.of("disc", "square", "triangle"), List.of("red", "green", "blue", "yellow")));
  private static final DetectorConfig CONFIG = MODEL.config();
  private static final TrainingExamples WORLD = new TrainingExamples(EXAMPLES, Shapes::draw);

  @TempDir private Path directory;

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hears what a training says. */
  private static final class Heard implements Listener {
    private final List<Double> losses = new ArrayList<>();
    private Map<String, Double> metrics = Map.of();

    @Override
    public void steps(StepReport report) {
      losses.add(report.loss());
    }

    @Override
    public void evaluation(long step, Map<String, Double> found) {
      metrics = found;
    }
  }

  /** Chance is 1/3 for the shape of a box that was found, and 1/4 for its colour. */
  @Test
  void learnsShapesAndColours() throws InterruptedException {
    var heard = new Heard();
    var quality =
        new DetectorQuality(
            CONFIG,
            new TrainingExamples(UNSEEN, i -> Shapes.draw(1_000_000 + i)),
            DeviceSettings.cpu());
    var recipe = DetectorRecipe.small(CONFIG, EXAMPLES, 2, SEED);
    try (var trainer = trainer(recipe, quality, heard)) {
      trainer.run();
    }
    System.out.printf("seed %d: %s, losses %s%n", SEED, heard.metrics, heard.losses);
    assertThat(heard.losses.get(heard.losses.size() - 1)).isLessThan(heard.losses.get(0) / 4);
    assertThat(heard.metrics)
        .hasEntrySatisfying("recall", share -> assertThat(share).isGreaterThan(0.9))
        .hasEntrySatisfying("class", share -> assertThat(share).isGreaterThan(0.8))
        .hasEntrySatisfying("attribute.0", share -> assertThat(share).isGreaterThan(0.9))
        .hasEntrySatisfying("map50", share -> assertThat(share).isGreaterThan(0.8));
    try (var detector = VinvlDetector.open(directory.resolve("best"), DeviceSettings.cpu())) {
      var example = Shapes.draw(2_000_000);
      var found = detector.detect(List.of(example.image())).get(0).toOptional().orElseThrow();
      assertThat(MODEL.names().labels()).containsAll(found.tags());
    }
  }

  @Test
  void anInterruptedTrainingEndsAsAnother() throws InterruptedException {
    var recipe = steps(6, 0);
    ParameterValues whole;
    try (var through = trainer(recipe, weights -> Map.of(), new Heard(), "through")) {
      through.run();
      whole = copied(through.weights());
    }
    try (var before = trainer(steps(6, 3), weights -> Map.of(), new Heard(), "halves")) {
      before.stop();
      assertThat(before.run().step()).isEqualTo(1);
    }
    try (var after = trainer(recipe, weights -> Map.of(), new Heard(), "halves")) {
      assertThat(after.run().step()).isEqualTo(6);
      for (var name : whole.parameters().names()) {
        var own = after.weights().floats(name);
        var expected = whole.floats(name);
        for (int i = 0; i < expected.remaining(); i++) {
          assertThat(own.get(i)).as(name).isCloseTo(expected.get(i), within(1e-6f));
        }
      }
    }
  }

  private static ParameterValues copied(ParameterValues values) {
    var copies = new java.util.HashMap<String, java.nio.FloatBuffer>();
    values.parameters().names().forEach(name -> copies.put(name, values.floats(name)));
    return ParameterValues.initial(
        values.parameters(), (name, shape) -> java.util.Objects.requireNonNull(copies.get(name)));
  }

  private static DetectorRecipe steps(long steps, long saveEvery) {
    var small = DetectorRecipe.small(CONFIG, EXAMPLES, 1, SEED);
    var plan = small.plan();
    return new DetectorRecipe(
        small.settings(),
        new TrainingPlan(
            plan.batchSize(),
            steps,
            plan.rate(),
            Schedule.constant(),
            1,
            0,
            saveEvery,
            plan.best(),
            2,
            1));
  }

  private DetectorTrainer trainer(
      DetectorRecipe recipe,
      Function<ParameterValues, Map<String, Double>> quality,
      Listener listener) {
    return trainer(recipe, quality, listener, "");
  }

  private DetectorTrainer trainer(
      DetectorRecipe recipe,
      Function<ParameterValues, Map<String, Double>> quality,
      Listener listener,
      String name) {
    return new DetectorTrainer(
        CONFIG,
        recipe,
        DetectorWeights.initial(CONFIG, SEED),
        WORLD,
        quality,
        new TrainingCheckpoints(directory.resolve(name), 1, MODEL),
        List.of(listener),
        DeviceSettings.cpu());
  }
}
