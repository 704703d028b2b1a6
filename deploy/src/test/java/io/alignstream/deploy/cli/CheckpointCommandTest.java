package io.alignstream.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.ElementType;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointCommandTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeACheckpoint() throws IOException {
    Files.createDirectory(directory.resolve("base"));
    Files.writeString(directory.resolve("base/config.json"), "{\"hidden_size\": 2}");
    Files.writeString(directory.resolve("base/vocab.txt"), "[PAD]\n");
    Files.writeString(directory.resolve("base/answers.txt"), "yes\n");
    new SafetensorsWriter()
        .floats("bert.pooler.weight", List.of(2L, 2L), floats(1, -2.5f, Float.NaN, 0.1f))
        .longs("position_ids", List.of(3L), LongBuffer.wrap(new long[] {0, 1, 2}))
        .write(directory.resolve("base/model.safetensors"));
  }

  @Test
  void inspectListsTensorsAndTheirValues() {
    assertThat(run("inspect", path("base"), "--values")).isZero();
    assertThat(out.toString())
        .contains("bert.pooler.weight  F32   [2, 2]  min -2.50000  max 1.00000")
        .contains("NaN 1")
        .contains("2 tensors, 7 numbers, 40 bytes");
  }

  @Test
  void inspectSpeaksJson() {
    assertThat(run("inspect", path("base"), "--json", "--match", "position.*")).isZero();
    assertThat(out.toString())
        .isEqualToIgnoringNewLines("{\"name\":\"position_ids\",\"type\":\"I64\",\"shape\":[3]}");
  }

  @Test
  void convertKeepsValuesAndWhatStandsBesideThem() throws IOException {
    assertThat(run("convert", path("base"), "--out", path("copy"))).isZero();
    assertThat(run("compare", path("base"), path("copy"))).isZero();
    assertThat(directory.resolve("copy/config.json")).hasContent("{\"hidden_size\": 2}");
    assertThat(directory.resolve("copy/vocab.txt")).exists();
    assertThat(directory.resolve("copy/answers.txt")).hasContent("yes");
    assertThat(out.toString()).contains("2 of 2 tensors are equal");
  }

  @Test
  void convertRoundsFractionsOnly() {
    assertThat(run("convert", path("base"), "--out", path("half"), "--type", "f16")).isZero();
    var half = Checkpoint.open(directory.resolve("half"));
    assertThat(half.info("bert.pooler.weight").type()).isEqualTo(ElementType.F16);
    assertThat(half.info("position_ids").type()).isEqualTo(ElementType.I64);
    assertThat(run("compare", path("base"), path("half"), "--tolerance", "1")).isOne();
    assertThat(out.toString()).contains("not the same form:   bert.pooler.weight F32");
  }

  @Test
  void convertReplacesNothingUnasked() {
    assertThat(run("convert", path("base"), "--out", path("base"))).isEqualTo(2);
    assertThat(err.toString()).contains("is there already: --force replaces it");
    assertThat(run("convert", path("base"), "--out", path("base"), "--force")).isZero();
  }

  @Test
  void compareNamesWhatDiffers() throws IOException {
    new SafetensorsWriter()
        .floats("bert.pooler.weight", List.of(2L, 2L), floats(1, -2.5f, Float.NaN, 0.5f))
        .floats("extra", List.of(), floats(1))
        .write(directory.resolve("other/model.safetensors"));
    assertThat(run("compare", path("base"), path("other"), "--tolerance", "0.3")).isOne();
    assertThat(out.toString())
        .contains("only in the first:   position_ids I64 [3]")
        .contains("only in the second:  extra F32 []")
        .contains("apart by 0.4000      bert.pooler.weight F32 [2, 2]");
  }

  @Test
  void anErrorNamesTheFileAndTheTensor() throws IOException {
    var file = directory.resolve("base/model.safetensors");
    var bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 8));
    assertThat(run("inspect", path("base"))).isOne();
    assertThat(err.toString()).contains("model.safetensors").contains("position_ids");
  }

  private int run(String... arguments) {
    var all = new ArrayList<>(List.of("checkpoint"));
    all.addAll(List.of(arguments));
    return Alignstream.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private static FloatBuffer floats(float... values) {
    return FloatBuffer.wrap(values);
  }
}
