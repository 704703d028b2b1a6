package io.alignstream.deploy.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.deploy.cli.Alignstream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Task commands as a person types them.
 *
 * @param features directory of predictions.tsv
 */
record Commands(Path features) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What every command on the tiny world is told. */
  static final List<String> WORLD =
      List.of(
          "max_seq_length=14",
          "max_phrases=4",
          "max_tag_length=6",
          "cut=6",
          "max_img_seq_length=" + TinyWorld.OBJECTS);

  /** {@code fine-tune}. */
  List<String> fineTune(String task, Path data, Path checkpoint, Path out, String... settings) {
    return arguments("fine-tune", task, data, checkpoint, out, settings);
  }

  private List<String> arguments(
      String command, String task, Path data, Path checkpoint, Path out, String... settings) {
    var arguments = arguments(command, task, data, checkpoint, settings);
    arguments.addAll(List.of("--out", out.toString()));
    return arguments;
  }

  private List<String> arguments(
      String command, String task, Path data, Path checkpoint, String... settings) {
    var arguments = new ArrayList<>(List.of(command, "--task", task));
    arguments.addAll(List.of("--data", data.toString()));
    arguments.addAll(List.of("--checkpoint", checkpoint.toString()));
    var all = new ArrayList<>(List.of("img_feat_dir=" + features));
    all.addAll(WORLD);
    all.addAll(List.of(settings)); // a later one counts
    all.forEach(setting -> arguments.addAll(List.of("-s", setting)));
    return arguments;
  }

  /** The metrics that {@code evaluate} prints. */
  JsonNode evaluate(String task, Path data, Path checkpoint, String split, String... settings)
      throws IOException {
    var arguments = arguments("evaluate", task, data, checkpoint, settings);
    arguments.addAll(List.of("--split", split));
    var printed = succeed(arguments).strip();
    return JSON.readTree(printed.substring(printed.lastIndexOf('\n') + 1));
  }

  /** The answers that {@code predict} writes. */
  JsonNode predict(String task, Path data, Path checkpoint, String split, String... settings)
      throws IOException {
    var file = data.resolve("answers.json");
    var arguments = arguments("predict", task, data, checkpoint, file, settings);
    arguments.addAll(List.of("--split", split));
    succeed(arguments);
    return JSON.readTree(file.toFile());
  }

  /** What a command prints that must succeed. */
  static String succeed(List<String> arguments) {
    var out = new StringWriter();
    var errors = new StringWriter();
    int status = run(arguments, out, errors);
    assertThat(status).as(errors.toString()).isZero();
    return out.toString();
  }

  /** The message of a command that must fail. */
  static String fail(List<String> arguments) {
    var errors = new StringWriter();
    assertThat(run(arguments, new StringWriter(), errors)).as("exit status").isNotZero();
    assertThat(errors.toString()).doesNotContain("\tat ");
    return errors.toString();
  }

  private static int run(List<String> arguments, StringWriter out, StringWriter errors) {
    return Alignstream.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(errors, true))
        .execute(arguments.toArray(String[]::new));
  }
}
