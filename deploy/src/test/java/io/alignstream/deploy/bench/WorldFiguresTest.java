package io.alignstream.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.deploy.bench.ModelTimes.Busy;
import io.alignstream.deploy.bench.ProcessorTimes.Part;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorldFiguresTest {
  private static final WorldFigures FIGURES =
      new WorldFigures(
          Workload.CAPTIONS,
          new Workload.Load(List.of(), 0, 0, 0),
          new Passing.Passed(10, List.of(1.0)),
          new ProcessorTimes.Seconds(
              Map.of(
                  Part.NATIVE, 8.0,
                  Part.INFERENCE, 2.5,
                  Part.COMPUTING, 3.0,
                  Part.STREAM, 0.5,
                  Part.COLLECTOR, 0.25,
                  Part.COMPILER, 0.75,
                  Part.BROKER, 7.0)),
          new ModelTimes.All(
              new Busy(1, 4, 1), new Busy(1, 3, 2.75), new Busy(1, 2, 1), new Busy(1, 0.5, 0.25)),
          0.5,
          new Passing.Passed(20, List.of(0.25)),
          Map.of());

  @Test
  void tensorFlowsThreadsAreGivenToWhoeverWaitedForThem() {
    assertThat(FIGURES.inside().get("detector")).isEqualTo(1 + 8 * 3.0 / 4);
    assertThat(FIGURES.inside().get("encoder")).isEqualTo(1 + 8 * 1.0 / 4);
    assertThat(FIGURES.inside().get("parser")).isEqualTo(2.75);
    assertThat(FIGURES.inside().get("heads")).isEqualTo(0.25);
  }

  @Test
  void whatIsLeftOfTheLineIsOutside() {
    assertThat(FIGURES.outside())
        .containsEntry("decoding", 0.25)
        .containsEntry("batching", 0.25)
        .containsEntry("garbage collection", 0.25);
    assertThat(FIGURES.line()).isEqualTo(FIGURES.processor().line()).isEqualTo(15);
    assertThat(FIGURES.shareOutside()).isCloseTo(2 / 15.0, within(1e-12));
    assertThat(FIGURES.shareOutsideOnceCompiled()).isCloseTo(1.25 / 14.25, within(1e-12));
  }

  @Test
  void latenciesAreReadByNearestRank() {
    var passed =
        new Passing.Passed(1, IntStream.rangeClosed(1, 200).mapToObj(Double::valueOf).toList());

    assertThat(passed.latency(0.5)).isEqualTo(100);
    assertThat(passed.latency(0.99)).isEqualTo(198);
    assertThat(passed.latency(1)).isEqualTo(200);
    assertThat(passed.latency(0)).isEqualTo(1);
  }

  @Test
  void staysAreReadFromANodesMetrics() {
    var before =
        StageStays.read(
            """
            alignstream_stage_seconds_count{stage="parse"} 4
            alignstream_stage_seconds_sum{stage="parse"} 2.0
            """);
    var after =
        StageStays.read(
            """
            # TYPE alignstream_stage_seconds histogram
            alignstream_stage_seconds_bucket{stage="parse",le="0.001"} 0
            alignstream_stage_seconds_count{stage="parse"} 8
            alignstream_stage_seconds_sum{stage="parse"} 3.0
            alignstream_model_seconds_sum{model="heads"} 9.0
            """);

    assertThat(after.meanSince(before, "parse")).isEqualTo(0.25);
    assertThat(after.meanSince(before, "heads")).isZero();
  }

  @Test
  void aCrewKnowsTheThreadsThatItsThreadsStart() throws InterruptedException {
    var crew = new Crew("some");
    var end = new CountDownLatch(1);
    var started =
        crew.call(
            () -> {
              var thread =
                  new Thread(
                      () -> {
                        try {
                          end.await();
                        } catch (InterruptedException e) {
                          throw new IllegalStateException(e);
                        }
                      });
              thread.start();
              return thread;
            });

    assertThat(crew.threads()).contains(started).doesNotContain(Thread.currentThread());
    end.countDown();
    started.join();
  }
}
