package io.alignstream.encode.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.replicas.LocalProcesses;
import io.alignstream.encode.replicas.Worker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trainings of several processes, and of processes that are killed: all end with the same weights.
 */
class ProcessesIT {
  @TempDir static Path one;
  @TempDir Path directory;

  @BeforeAll
  static void trainInThisProcess() throws InterruptedException {
    try (var session = TinyWorker.alone()) {
      new Trainer(
              session,
              TinyTask.plan(TinyWorker.STEPS),
              TinyTask.source(8, 17),
              TinyTask::accuracy,
              new TrainingCheckpoints(one, 2, companions -> {}),
              List.of())
          .run();
    }
  }

  @Test
  void twoProcessesEndLikeOne() throws Exception {
    var two = directory.resolve("two");
    assertThat(LocalProcesses.run(2, TinyWorker.class.getName(), List.of(two.toString(), "0")))
        .isZero();

    assertSame(two, one, 1e-5f);
  }

  @Test
  void threeProcessesWithUnequalSharesEndLikeOne() throws Exception {
    var three = directory.resolve("three");
    assertThat(LocalProcesses.run(3, TinyWorker.class.getName(), List.of(three.toString(), "0")))
        .isZero();

    assertSame(three, one, 1e-5f);
  }

  @Test
  void aKilledTrainingGoesOnAsIfNothingHadHappened() throws Exception {
    var killed = directory.resolve("killed");
    var first = start(killed, 25, Optional.empty());
    waitFor(first, "step 25");
    first.destroyForcibly().waitFor(); // SIGKILL
    var second = start(killed, 0, Optional.empty());
    assertThat(linesOf(second)).contains("done").doesNotContain("step 20").contains("step 25");
    assertThat(second.waitFor()).isZero();

    assertSame(killed, one, 1e-6f);
  }

  @Test
  void aLostProcessEndsTheOtherAndANewGroupGoesOn() throws Exception {
    var lost = directory.resolve("lost");
    var addresses = LocalProcesses.freeAddresses(2);
    var first = start(lost, 25, Optional.of(new Worker(0, addresses)));
    var second = start(lost, 0, Optional.of(new Worker(1, addresses)));
    waitFor(first, "step 25");
    first.destroyForcibly().waitFor();
    assertThat(second.waitFor()).isNotZero(); // it does not wait for ever
    assertThat(LocalProcesses.run(2, TinyWorker.class.getName(), List.of(lost.toString(), "0")))
        .isZero();

    assertSame(lost, one, 1e-5f);
  }

  private static Process start(Path target, long hangAt, Optional<Worker> worker)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(TinyWorker.class.getName(), target.toString(), Long.toString(hangAt)));
    var builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    worker.ifPresent(place -> place.into(builder.environment()));
    return builder.start();
  }

  private static void waitFor(Process process, String line) throws IOException {
    var lines = reader(process);
    for (var read = lines.readLine(); !line.equals(read); read = lines.readLine()) {
      assertThat(read).as("output before '%s'", line).isNotNull();
    }
  }

  private static List<String> linesOf(Process process) {
    return reader(process).lines().toList();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void assertSame(Path actual, Path expected, float tolerance) {
    var a = Checkpoint.open(actual.resolve("last"));
    var e = Checkpoint.open(expected.resolve("last"));
    assertThat(a.names()).isEqualTo(e.names());
    for (var name : e.names()) {
      var values = a.floats(name);
      var wanted = e.floats(name);
      for (int i = 0; i < wanted.remaining(); i++) {
        assertThat(values.get(i)).as("%s[%d]", name, i).isCloseTo(wanted.get(i), within(tolerance));
      }
    }
  }
}
