package io.alignstream.encode.train;

import io.alignstream.encode.progress.Listener;
import io.alignstream.encode.progress.StepReport;
import io.alignstream.encode.replicas.LocalProcesses;
import io.alignstream.encode.replicas.ReplicaGroup;
import io.alignstream.encode.replicas.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process that trains the tiny task, alone or in a group. */
final class TinyWorker {
  static final long STEPS = 50;
  private static final float DROPOUT = 0.2f;

  private TinyWorker() {}

  /**
   * Arguments: the checkpoints' directory, and the step at which to wait for being killed, or 0.
   */
  public static void main(String[] arguments) throws InterruptedException {
    long hangAt = Long.parseLong(arguments[1]);
    var worker = Worker.of(System.getenv());
    if (worker.isPresent()) {
      LocalProcesses.endWithParent();
    }
    try (var session = worker.map(TinyWorker::inGroup).orElseGet(TinyWorker::alone)) {
      var checkpoints =
          new TrainingCheckpoints(
              Path.of(arguments[0]),
              2,
              target -> Files.writeString(target.resolve("config.json"), "{}"));
      new Trainer(
              session,
              TinyTask.plan(STEPS),
              TinyTask.source(8, 17),
              TinyTask::accuracy,
              checkpoints,
              List.of(new Hanging(hangAt)))
          .run();
    }
    System.out.println("done");
    System.exit(0); // the server's threads would go on
  }

  static TrainingSession alone() {
    return TinyTask.session(TinyTask.settings(), DROPOUT);
  }

  private static TrainingSession inGroup(Worker worker) {
    var group = ReplicaGroup.join(worker.rank(), worker.addresses(), TinyTask.device());
    return TrainingSession.open(
        TinyTask.device(),
        group.sessions(),
        group,
        TinyTask.settings(),
        TinyTask.start(),
        TinyTask.objective(DROPOUT),
        TinyTask::evaluation);
  }

  private record Hanging(long step) implements Listener {
    @Override
    public void steps(StepReport report) {
      System.out.println("step " + report.step());
      if (report.step() == step) {
        try {
          while (System.in.read() >= 0) {
            continue;
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    @Override
    public void evaluation(long done, Map<String, Double> metrics) {}
  }
}
