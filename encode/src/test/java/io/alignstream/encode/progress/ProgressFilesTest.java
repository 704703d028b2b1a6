package io.alignstream.encode.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.Event;
import org.tensorflow.types.TString;

class ProgressFilesTest {
  private static final Clock NOW =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_500L), ZoneOffset.UTC);

  @TempDir Path directory;

  @Test
  void tensorFlowReadsTheEventFile() throws IOException {
    try (var events = new EventFile(directory, NOW)) {
      events.start(5, 20);
      events.steps(report(10, 0.25));
      events.evaluation(10, Map.of("accuracy", 0.5));
    }
    var file = Files.list(directory).findFirst().orElseThrow();
    assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.1700000000.");

    var read = records(file);

    assertThat(read).hasSize(4);
    assertThat(read.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(read.get(1).getSessionLog().getStatusValue()).isEqualTo(1);
    assertThat(read.get(1).getStep()).isEqualTo(5);
    assertThat(read.get(2).getStep()).isEqualTo(10);
    assertThat(read.get(2).getWallTime()).isEqualTo(1_700_000_000.5);
    assertThat(read.get(2).getSummary().getValue(0).getTag()).isEqualTo("train/loss");
    assertThat(read.get(2).getSummary().getValue(0).getSimpleValue()).isEqualTo(0.25f);
    assertThat(read.get(3).getSummary().getValue(0).getTag()).isEqualTo("evaluation/accuracy");
  }

  @Test
  void aResumedFileTellsNoStepTwice() throws IOException {
    var file = directory.resolve("metrics.jsonl");
    try (var metrics = new MetricsFile(file)) {
      metrics.start(0, 20);
      metrics.steps(report(5, 0.5));
      metrics.steps(report(10, 0.4));
      metrics.evaluation(10, Map.of("accuracy", 0.5));
      metrics.steps(report(15, 0.3));
    }
    Files.writeString(file, "{\"step\":20,\"lo", StandardOpenOption.APPEND); // killed
    try (var metrics = new MetricsFile(file)) {
      metrics.start(10, 20);
      metrics.steps(report(15, 0.25));
    }
    var lines = MetricsFile.read(file);
    assertThat(lines).extracting(line -> line.path("step").asInt()).containsExactly(5, 10, 10, 15);
    assertThat(lines.get(2).path("evaluation").path("accuracy").asDouble()).isEqualTo(0.5);
    assertThat(lines.get(3).path("loss").asDouble()).isEqualTo(0.25);
    assertThat(lines.get(3).path("learning_rate").asDouble()).isEqualTo(1e-4);
  }

  @Test
  void thePlotHasAPanelForEveryCurve() throws Exception {
    var file = directory.resolve("metrics.jsonl");
    try (var metrics = new MetricsFile(file)) {
      metrics.start(0, 20);
      metrics.steps(report(5, 0.5));
      metrics.steps(report(10, Double.NaN));
      metrics.steps(report(15, 0.25));
      metrics.evaluation(15, Map.of("R@1 <all>", 0.5));
    }
    var plot = directory.resolve("metrics.svg");
    new MetricsPlot(file, plot).close();

    var document =
        javax.xml.parsers.DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(plot.toFile());
    var curves = document.getElementsByTagName("polyline");
    assertThat(curves.getLength()).isEqualTo(2);
    assertThat(curves.item(0).getAttributes().getNamedItem("points").getNodeValue().split(" "))
        .hasSize(2);
    assertThat(Files.readString(plot)).contains(">loss<", ">R@1 &lt;all><");
  }

  @Test
  void aTerminalsLineIsWrittenOver() {
    assertThat(printed(false))
        .isEqualTo(
            "[#####...............] 5/20  loss 0.5000  lr 1.00e-04  12.5 samples/s  1:02:03"
                + " left\n");
    assertThat(printed(true)).startsWith("\r[#####").doesNotContain("left\n");
  }

  private static String printed(boolean terminal) {
    var bytes = new ByteArrayOutputStream();
    new ProgressLine(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal)
        .steps(report(5, 0.5));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static StepReport report(long step, double loss) {
    return new StepReport(
        step, 20, loss, Map.of("loss/itm", loss), 1e-4, 2, 12.5, 0.01, Duration.ofSeconds(3723));
  }

  /** TensorFlow's own reader checks every checksum. */
  private static List<Event> records(Path file) throws IOException {
    var events = new ArrayList<Event>();
    try (var graph = new Graph();
        var session = new Session(graph)) {
      var tf = Ops.create(graph);
      var reader = tf.io.tfRecordReader();
      var queue = tf.io.fifoQueue(List.of(TString.class));
      var put = tf.io.queueEnqueue(queue.handle(), List.of(tf.constant(file.toString())));
      var read = tf.io.readerReadUpTo(reader.readerHandle(), queue.handle(), tf.constant(100L));
      session.runner().addTarget(put).run().close();
      try (var result = session.runner().fetch(read.values()).run()) {
        for (var bytes : ((TString) result.get(0)).asBytes().scalars()) {
          events.add(Event.parseFrom(bytes.getObject()));
        }
      }
    }
    return events;
  }
}
