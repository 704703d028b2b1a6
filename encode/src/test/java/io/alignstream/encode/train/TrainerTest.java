package io.alignstream.encode.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.encode.optimize.AdamW;
import io.alignstream.encode.optimize.Schedule;
import io.alignstream.encode.progress.Listener;
import io.alignstream.encode.progress.StepReport;
import io.alignstream.encode.train.TrainingCheckpoints.Companions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final float DROPOUT = 0.2f;

  @TempDir Path directory;

  @Test
  void stoppingAndGoingOnChangesNothing() throws InterruptedException {
    for (int accumulation : List.of(1, 2)) {
      var settings = TinyTask.settings(AdamW.withEpsilon(1e-8), accumulation);
      try (var through = TinyTask.session(settings, DROPOUT);
          var before = TinyTask.session(settings, DROPOUT);
          var after = TinyTask.session(settings, DROPOUT)) {
        trainer(through, TinyTask.plan(40), checkpoints("through" + accumulation)).run();

        var stopped = checkpoints("stopped" + accumulation);
        var first = new Stopping();
        var trainer = trainer(before, TinyTask.plan(40), stopped, first);
        first.at = trainer::stop;
        assertThat(trainer.run().step()).isEqualTo(11);
        assertThat(trainer(after, TinyTask.plan(40), stopped).run().step()).isEqualTo(40);

        TrainingSessionTest.assertSameWeights(after, through, 0);
      }
    }
  }

  @Test
  void keepsTheLastOnesAndTheBest() throws InterruptedException, IOException {
    var scores = Map.of(10L, 0.4, 20L, 0.9, 30L, 0.7, 40L, 0.9);
    var step = new long[1];
    try (var session = TinyTask.session(TinyTask.settings(), 0)) {
      var checkpoints = new TrainingCheckpoints(directory, 1, TrainerTest::configuration);
      var trainer =
          new Trainer(
              session,
              TinyTask.plan(40),
              TinyTask.source(8, 17),
              functions -> Map.of("accuracy", scores.getOrDefault(step[0] += 10, 0.0)),
              checkpoints,
              List.of());

      var end = trainer.run();

      assertThat(end.best()).hasValue(20);
      assertThat(end.bestValue()).hasValue(0.9);
      assertThat(checkpoints.steps()).containsExactly(20L, 40L);
      assertThat(directory.resolve("best").toRealPath())
          .isEqualTo(checkpoints.path(20).toRealPath());
      assertThat(directory.resolve("last").toRealPath())
          .isEqualTo(checkpoints.path(40).toRealPath());
      assertThat(checkpoints.path(40)).isDirectoryContaining(file -> file.endsWith("config.json"));
    }
  }

  @Test
  void aLossThatIsNoNumberEndsIt() throws InterruptedException {
    var plan = TinyTask.plan(40);
    var wild = new TrainingPlan(8, 40, 1e30, Schedule.constant(), 5, 0, 2, plan.best(), 2, 1);
    var checkpoints = checkpoints("wild");
    try (var session = TinyTask.session(TinyTask.settings(), 0);
        var sane = TinyTask.session(TinyTask.settings(), 0)) {
      trainer(sane, TinyTask.plan(10), checkpoints).run();
      assertThatThrownBy(() -> trainer(session, wild, checkpoints).run())
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("NaN")
          .hasMessageContaining("the last whole checkpoint is");
      assertThat(checkpoints.steps()).isNotEmpty();
      assertThat(checkpoints.resume(sane, 8).step()).isPositive();
    }
  }

  @Test
  void aFullDiskLeavesTheLastCheckpointWhole() throws InterruptedException, IOException {
    var writes = new int[1];
    Companions failing =
        target -> {
          if (++writes[0] == 2) {
            throw new IOException("No space left on device");
          }
        };
    try (var session = TinyTask.session(TinyTask.settings(), 0)) {
      var checkpoints = new TrainingCheckpoints(directory, 3, failing);
      assertThatThrownBy(() -> trainer(session, TinyTask.plan(40), checkpoints).run())
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("the last whole checkpoint is " + checkpoints.path(10));
      assertThat(checkpoints.steps()).containsExactly(10L);
      assertThat(Files.list(directory).map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("checkpoint-00000010", "last", "best");
      assertThat(checkpoints.resume(session, 8).step()).isEqualTo(10);
    }
  }

  @Test
  void refusesAnotherTrainingsCheckpoint() throws InterruptedException {
    var checkpoints = checkpoints("other");
    try (var session = TinyTask.session(TinyTask.settings(), 0)) {
      trainer(session, TinyTask.plan(10), checkpoints).run();
      assertThatThrownBy(() -> checkpoints.resume(session, 9))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("was made with batch_size 8, not 9");
    }
  }

  @Test
  void badDataComesOutWithItsMessage() {
    try (var session = TinyTask.session(TinyTask.settings(), 0)) {
      var trainer =
          new Trainer(
              session,
              TinyTask.plan(40),
              (batch, share) -> {
                if (batch == 3) {
                  throw new IllegalArgumentException("image 17 has no features");
                }
                return TinyTask.source(8, 17).rows(batch, share);
              },
              Evaluation.NONE,
              checkpoints("bad"),
              List.of());
      assertThatThrownBy(trainer::run).hasMessage("image 17 has no features");
    }
  }

  @Test
  void reportsEveryFewSteps() throws InterruptedException {
    var reports = new ArrayList<StepReport>();
    try (var session = TinyTask.session(TinyTask.settings(), DROPOUT)) {
      trainer(session, TinyTask.plan(12), checkpoints("told"), new Reports(reports::add)).run();
    }
    assertThat(reports).extracting(StepReport::step).containsExactly(5L, 10L, 12L);
    assertThat(reports.get(1).values()).containsOnlyKeys("loss/classification", "loss/contrastive");
    assertThat(reports.get(1).samplesPerSecond()).isPositive();
    assertThat(reports.get(1).outsideRun()).isBetween(0.0, 1.0);
  }

  private static Trainer trainer(
      TrainingSession session,
      TrainingPlan plan,
      TrainingCheckpoints checkpoints,
      Listener... listeners) {
    return new Trainer(
        session,
        plan,
        TinyTask.source(plan.batchSize(), 17),
        TinyTask::accuracy,
        checkpoints,
        List.of(listeners));
  }

  private TrainingCheckpoints checkpoints(String name) {
    return new TrainingCheckpoints(directory.resolve(name), 2, TrainerTest::configuration);
  }

  private static void configuration(Path target) throws IOException {
    Files.writeString(target.resolve("config.json"), "{}");
  }

  private record Reports(Consumer<StepReport> sink) implements Listener {
    @Override
    public void steps(StepReport report) {
      sink.accept(report);
    }

    @Override
    public void evaluation(long step, Map<String, Double> metrics) {}
  }

  /** Asks for an end at the second report, after ten steps. */
  private static final class Stopping implements Listener {
    private Runnable at = () -> {};

    @Override
    public void steps(StepReport report) {
      if (report.step() == 10) {
        at.run();
      }
    }

    @Override
    public void evaluation(long step, Map<String, Double> metrics) {}
  }
}
