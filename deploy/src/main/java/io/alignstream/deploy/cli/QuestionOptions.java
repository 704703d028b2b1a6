package io.alignstream.deploy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alignstream.deploy.ask.Picture;
import io.alignstream.deploy.ask.Question;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.ScoredText;
import io.alignstream.schemas.line.TaskKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** One question about one image, and how its answer is shown. */
final class QuestionOptions {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private ModelOptions models = new ModelOptions();

  @Option(
      names = {"-i", "--image"},
      required = true,
      paramLabel = "FILE",
      description = "The image: JPEG, PNG, WebP, GIF or BMP.")
  private Path image = Path.of("");

  @Option(
      names = {"-t", "--text"},
      required = true,
      paramLabel = "TEXT",
      description = "What is said or asked about it.")
  private String text = "";

  @Option(names = "--json", description = "One JSON object on one line, for programs.")
  private boolean json;

  /** What was asked, and what came back. */
  record Answered(Picture picture, Answer answer) {}

  String text() {
    return text;
  }

  /** The image and what the task's model says about it. */
  Answered ask(CommandSpec spec, TaskKind task) {
    return ask(spec, task, 1);
  }

  /**
   * The same.
   *
   * @param count how many answers or words are wanted
   */
  Answered ask(CommandSpec spec, TaskKind task, int count) {
    requireImage(spec, image);
    requireText(spec, text);
    if (count < 1) {
      throw new ParameterException(spec.commandLine(), "--top: at least 1, not " + count);
    }
    try (var line = models.open(task, files -> files.giving(count))) {
      var picture = line.see(image);
      return new Answered(picture, line.answer(picture, new Question(task, text)));
    }
  }

  static void requireImage(CommandSpec spec, Path image) {
    if (!Files.isRegularFile(image) || !Files.isReadable(image)) {
      throw new ParameterException(
          spec.commandLine(), "--image %s: no such readable file".formatted(image));
    }
  }

  static void requireText(CommandSpec spec, String text) {
    if (text.isBlank()) {
      throw new ParameterException(spec.commandLine(), "--text is empty");
    }
  }

  /** Refuses a file that cannot be made, before anything is loaded. */
  static void requirePlace(CommandSpec spec, Path out) {
    var directory = out.toAbsolutePath().getParent();
    if (directory == null || !Files.isWritable(directory) || Files.isDirectory(out)) {
      throw new ParameterException(
          spec.commandLine(), "--out %s: no file can be written there".formatted(out));
    }
  }

  /**
   * Prints an answer.
   *
   * @param forPeople some lines
   * @param forPrograms adds the result to the object
   */
  void print(
      CommandSpec spec,
      Answered answered,
      List<String> forPeople,
      UnaryOperator<ObjectNode> forPrograms) {
    var out = spec.commandLine().getOut();
    if (json) {
      var object = JsonNodeFactory.instance.objectNode();
      object.put("image", image.toString());
      object.put("text", text);
      object.put("model_version", answered.answer().getModelVersion());
      out.println(line(forPrograms.apply(object)));
    } else {
      forPeople.forEach(out::println);
    }
    out.flush();
  }

  /** An object without line feeds. */
  static String line(ObjectNode object) {
    try {
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /** Texts with their scores, as an array of objects. */
  static ArrayNode scored(List<ScoredText> texts) {
    var array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(
        text -> array.addObject().put("text", text.getText()).put("score", text.getScore()));
    return array;
  }
}
