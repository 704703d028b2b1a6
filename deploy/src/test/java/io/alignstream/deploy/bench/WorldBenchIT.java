package io.alignstream.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.bench.ProcessorTimes.Part;
import io.alignstream.deploy.line.ModelFiles;
import io.alignstream.deploy.tiny.TinyModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bench on a few scenes and models that have learned nothing; how fast it is does not count.
 */
class WorldBenchIT {
  private static final int EVENTS = 6;
  private static final int PACED = 4;
  private static final int WARM_UP = 2;

  @TempDir private static Path root;
  private static final List<String> PARTS = new ArrayList<>();
  private static List<WorldFigures> figures = List.of();
  private static String table = "";

  @BeforeAll
  static void runs() throws IOException, InterruptedException {
    var config =
        ConfigFactory.parseMap(
                Map.of("alignstream.models", TinyModels.write(root.resolve("models")).toString()))
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
    var text = new StringWriter();
    var bench =
        new WorldBench(
            config,
            ModelFiles.from(config)::open,
            new WorldBench.Plan(EVENTS, PACED, WARM_UP, 5, 2),
            (part, done, all) -> {
              if (done == all) {
                PARTS.add(part);
              }
            },
            new PrintWriter(text));
    figures = bench.figures();
    new WorldTable(figures, new PrintWriter(text)).print();
    table = text.toString();
  }

  @Test
  void everyEventOfBothWorkloadsPasses() {
    assertThat(figures)
        .extracting(WorldFigures::workload)
        .containsExactly(Workload.ALL_TASKS, Workload.CAPTIONS);
    for (var column : figures) {
      assertThat(column.load().events()).isEqualTo(EVENTS);
      assertThat(column.load().captions()).isEqualTo(EVENTS);
      assertThat(column.peak().latencies()).hasSize(EVENTS);
      assertThat(column.paced().latencies()).hasSize(PACED).isSorted();
      assertThat(column.paced().latency(0)).isPositive();
      assertThat(column.perSecond()).isCloseTo(column.rate() / 2, within(1e-9));
    }
    assertThat(figures.get(0).load().tasks()).isGreaterThan(8 * EVENTS);
    assertThat(figures.get(1).load().tasks()).isZero();
    assertThat(PARTS)
        .contains("warm-up, with all tasks", "at once, captions only", "half, captions only");
  }

  @Test
  void processorTimeIsToldApart() {
    for (var column : figures) {
      for (var part : List.of(Part.INFERENCE, Part.COMPUTING, Part.STREAM, Part.BROKER)) {
        assertThat(column.processor().of(part)).as(part.name()).isPositive();
      }
      assertThat(column.line()).isCloseTo(column.processor().line(), within(1e-6));
      assertThat(column.shareOutside()).isBetween(0.0, 1.0);
      assertThat(column.inside().get("detector")).isPositive();
      assertThat(column.models().parser().calls()).isGreaterThanOrEqualTo(EVENTS);
    }
  }

  @Test
  void everyStageHasItsPartOfTheLatency() {
    for (var column : figures) {
      assertThat(column.stays())
          .hasSize(6)
          .allSatisfy((stage, stay) -> assertThat(stay).isPositive());
      assertThat(column.stays().values().stream().mapToDouble(Double::doubleValue).sum())
          .isLessThan(column.paced().mean());
    }
    assertThat(table)
        .contains("images a second", "outside the models", "99 of 100", "of it in heads")
        .contains("with all tasks", "captions only");
  }
}
