package io.alignstream.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.deploy.tiny.TinyModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistake is one clear line that names the key, and a status of its own. */
class MistakesTest {

  @ParameterizedTest
  @CsvSource({
    "http.port=eighty, alignstream.http.port",
    "http.port=70000, alignstream.http.port",
    "http.prot=80, alignstream.http.prot",
    "node.delivery=maybe, alignstream.node.delivery",
    "node.restart.min-backoff=0s, alignstream.node",
    "line.encode.max-batch=0, alignstream.line.encode",
    "max-event-bytes=1, alignstream.max-event-bytes",
    "ingest.publish.max-events=0, alignstream.ingest.publish",
    "cluster.roles=[cook], no role is named 'cook'",
  })
  void namesTheKey(String setting, String key) {
    var run = run("node", "-D", setting);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errors())
        .startsWith("alignstream: ")
        .contains(key)
        .doesNotContain("merge of")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "demo --evnts 3, --evnts",
    "demo --evnts 3, did you mean --events",
    "demo -n many, --events",
    "produce missing.csv, DATA-SET missing.csv",
    "produce . --rate fast, --rate",
    "produce . --task cook, --task: there is no task cook",
    "topics create --partitions 0, --partitions",
    "tail answers --since yesterday, --since",
    "dead-letters replay --from yesterday, --from",
    "dead-letters replay, --all",
    "parse -i missing.json, --in missing.json",
    "node -c missing.conf, --config missing.conf",
  })
  void namesTheOption(String command, String option) {
    var run = run(command.split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errors()).startsWith("alignstream").contains(option).hasLineCount(1);
  }

  @Test
  void aCommandOfCommandsListsThem() {
    var run = run("topics");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errors()).contains("subcommand").contains("create");
  }

  @Test
  void namesTheKeyOfAFileAndItsLine(@TempDir Path directory) throws IOException {
    var file = Files.writeString(directory.resolve("my.conf"), "\nalignstream.node.gruop = a\n");
    var run = run("node", "-c", file.toString());
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errors()).contains("alignstream.node.gruop").contains("my.conf: 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node",
        "topics create",
        "produce .",
        "tail answers",
        "dead-letters replay --all",
        "phrases build --topic events --out DIRECTORY/vocabulary.json"
      })
  void namesTheBrokerThatDoesNotAnswer(String command, @TempDir Path directory) throws IOException {
    var own = command.replace("DIRECTORY", directory.toString());
    if (command.equals("node")) {
      own += " -D models=" + TinyModels.write(directory.resolve("models"));
    }
    var run = run((own + " -b 127.0.0.1:1 -D node.start-timeout=200ms").split(" "));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errors())
        .contains("no Kafka broker answers at 127.0.0.1:1")
        .contains("alignstream.kafka.bootstrap.servers")
        .hasLineCount(1);
  }

  @Test
  void aNodeWithoutModelsSaysWhatToDo() {
    var run = run("node", "-b", "127.0.0.1:1");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errors())
        .contains("no models are named: set alignstream.models")
        .contains("alignstream.detect.model and .mvptr.models")
        .hasLineCount(1);
    assertThat(run("node", "-D", "models=nowhere").errors())
        .contains("nowhere/models.conf")
        .hasLineCount(1);
  }

  @Test
  void aNodeThatRunsNoModelsNeedsNone() {
    var run =
        run(
            "node",
            "-b",
            "127.0.0.1:1",
            "-D",
            "cluster.roles=[ingest]",
            "-D",
            "cluster.port=25520",
            "-D",
            "cluster.seed-nodes=[\"127.0.0.1:25520\"]",
            "-D",
            "node.start-timeout=200ms");
    assertThat(run.errors()).contains("no Kafka broker answers");
  }

  @ParameterizedTest
  @CsvSource({"node, /ready", "demo, --keep"})
  void explainsItself(String command, String word) {
    var run = run(command, "--help");
    assertThat(run.status()).isEqualTo(0);
    assertThat(run.output()).contains("Usage: alignstream " + command).contains(word);
  }

  private record Run(int status, String output, String errors) {}

  private static Run run(String... arguments) {
    var output = new StringWriter();
    var errors = new StringWriter();
    int status =
        Alignstream.commandLine()
            .setOut(new PrintWriter(output, true))
            .setErr(new PrintWriter(errors, true))
            .execute(arguments);
    return new Run(status, output.toString(), errors.toString().strip());
  }
}
