package io.alignstream.deploy.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.deploy.cli.Alignstream;
import io.alignstream.encode.progress.MetricsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every task goes the whole way on a small world in the reference's own formats: train, stop, go
 * on, evaluate on unseen images, predict. Chance is 1/3 but for retrieval (1/20); each metric must
 * beat it by the margin that its test states.
 */
class TaskCommandsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> LIMITS =
      List.of(
          "max_seq_length=14",
          "max_phrases=0",
          "max_tag_length=6",
          "cut=6",
          "max_img_seq_length=3");
  private static final int TRAIN = 400;
  private static final int TEST = 60;

  @TempDir Path directory;

  private TinyWorld world;
  private Path checkpoint;
  private List<TinyWorld.Picture> train;
  private List<TinyWorld.Picture> test;

  @BeforeEach
  void writeTheWorld() throws IOException {
    world = new TinyWorld(directory, 11);
    train = world.pictures(1, TRAIN);
    test = world.pictures(1 + TRAIN, TEST);
    var all = new ArrayList<>(train);
    all.addAll(test);
    world.writeFeatures(all);
    checkpoint = world.writeCheckpoint();
  }

  @Test
  void questions() throws IOException {
    world.writeVqa("train", train, false);
    world.writeVqa("val", test, false);
    world.writeVqa("test2015", test, true);
    var metrics = trainAndEvaluate("vqa", "val", 600, "do_train_val=false", "drop_out=0");
    assertThat(metrics.path("score").asDouble()).isGreaterThan(1 / 3.0 + 0.3);

    var answers = predict("vqa", "test2015");
    assertThat(answers).hasSize(TEST);
    assertThat(answers.get(0).path("question_id").asLong()).isEqualTo(1000 + 1 + TRAIN);
    assertThat(TinyWorld.COLOURS).contains(answers.get(0).path("answer").asText());
  }

  @Test
  void entailment() throws IOException {
    world.writeEntailment("train", train);
    world.writeEntailment("val", test);
    var metrics = trainAndEvaluate("ve", "val", 600, "img_feat_format=tsv", "numbered_images=true");
    // The words alone tell the neutral third, so 2/3 needs no image; so few steps reach no more.
    assertThat(metrics.path("accuracy").asDouble()).isGreaterThan(1 / 3.0 + 0.15);
    assertThat(predict("ve", "val", "img_feat_format=tsv", "numbered_images=true")).hasSize(TEST);
  }

  @Test
  void expressions() throws IOException {
    world.writeExpressions(Map.of("train", train, "val", test, "testA", test));
    var metrics = trainAndEvaluate("re", "val", 400, "phrase_layer=-1");
    assertThat(metrics.path("accuracy").asDouble()).isGreaterThan(1 / 3.0 + 0.3);
    assertThat(metrics.path("upper_bound").asDouble()).isEqualTo(1);

    var answers = predict("re", "testA", "phrase_layer=-1");
    assertThat(answers).hasSize(TEST);
    assertThat(answers.get(0).path("bbox")).hasSize(4);
  }

  @Test
  void retrieval() throws IOException {
    var few = test.subList(0, 20);
    var all = new ArrayList<>(train);
    all.addAll(few);
    world.writeRetrieval("train", train, all);
    world.writeRetrieval("val", few, all);
    var settings =
        new String[] {
          "img_feat_format=tsv",
          "numbered_images=true",
          "sent_sg=sg.pt",
          "num_captions_per_img_val=8",
          "num_images_per_cap_val=8"
        };
    var metrics = trainAndEvaluate("retrieval", "val", 1200, settings);
    assertThat(metrics.path("coarse_t2i_R@5").asDouble()).isGreaterThan(5 / 20.0 + 0.2);
    // Five of the eight candidates are 0.63 already: this holds the pipeline, it shows no learning.
    assertThat(metrics.path("i2t_R@5").asDouble()).isGreaterThan(5 / 20.0 + 0.1);

    var answers = predict("retrieval", "val", settings);
    assertThat(answers).hasSize(20);
    assertThat(answers.get(0).path("image_ids")).hasSize(8);
  }

  @Test
  void aTaskOfOnesOwn() throws IOException {
    world.writeClassification("train", train, true);
    world.writeClassification("val", test, true);
    world.writeClassification("test", test, false);
    var metrics = trainAndEvaluate("classification", "val", 300);
    assertThat(metrics.path("accuracy").asDouble()).isGreaterThan(1 / 3.0 + 0.3);

    var answers = predict("classification", "test");
    assertThat(answers).hasSize(TEST);
    assertThat(TinyWorld.COLOURS).contains(answers.get(0).path("label").asText());
  }

  @Test
  void mistakesAreNamed() throws IOException {
    world.writeClassification("train", train, true);
    world.writeClassification("val", test, true);
    assertThat(failure("no_such_setting=1"))
        .contains("no_such_setting", "there is no such setting");
    assertThat(failure("learning_rate=fast")).contains("learning_rate");
    assertThat(failure("img_feat_dir=nowhere")).contains("nowhere");
    assertThat(failure("max_seq_length=50")).contains("50 text", "the model has 32 positions");
    Files.writeString(
        directory.resolve("val.json"),
        "[{\"text\": \"the cube\", \"image_id\": \"no such\", \"phrases\": [], \"label\":"
            + " \"red\"}]");
    assertThat(failure("max_steps=1")).contains("no features of image 'no such'");
    Files.writeString(directory.resolve("val.json"), "[{\"text\": \"the cube\", \"phrases\": []}]");
    assertThat(failure("max_steps=1")).contains("val.json", "record 0", "no field 'image_id'");
  }

  private JsonNode trainAndEvaluate(String task, String split, int steps, String... settings)
      throws IOException {
    var first = new ArrayList<>(List.of(settings));
    first.addAll(LIMITS);
    int at = first.size();
    first.addAll(
        List.of(
            "max_steps=" + steps / 2,
            "scheduler=constant",
            "learning_rate=2e-3",
            "weight_decay=0.01",
            "logging_steps=20",
            "save_steps=" + steps / 2,
            "eval_split=" + split));
    var begun = run(train(task, first));
    assertThat(begun).contains("done: step " + steps / 2);
    first.set(at, "max_steps=" + steps);
    var gone = run(train(task, first));
    assertThat(gone).contains("done: step " + steps);

    var out = directory.resolve("out-" + task);
    var losses =
        MetricsFile.read(out.resolve("metrics.jsonl")).stream()
            .filter(line -> line.has("loss"))
            .map(line -> line.path("loss").asDouble())
            .toList();
    assertThat(losses).hasSizeGreaterThanOrEqualTo(steps / 20);
    assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(0));
    assertThat(out.resolve("metrics.svg")).exists();
    assertThat(out.resolve("best").resolve("config.json")).exists();

    var evaluated = run(used("evaluate", task, split, settings)).strip();
    return JSON.readTree(evaluated.substring(evaluated.lastIndexOf('\n') + 1));
  }

  private JsonNode predict(String task, String split, String... settings) throws IOException {
    var file = directory.resolve("answers.json");
    var arguments = used("predict", task, split, settings);
    arguments.addAll(List.of("--out", file.toString()));
    run(arguments);
    return JSON.readTree(file.toFile());
  }

  private List<String> train(String task, List<String> settings) {
    var arguments = new ArrayList<>(List.of("fine-tune", "--task", task));
    arguments.addAll(List.of("--data", directory.toString()));
    arguments.addAll(List.of("--checkpoint", checkpoint.toString()));
    arguments.addAll(List.of("--out", directory.resolve("out-" + task).toString()));
    settings.forEach(setting -> arguments.addAll(List.of("-s", setting)));
    return arguments;
  }

  private List<String> used(String command, String task, String split, String... settings) {
    var arguments = new ArrayList<>(List.of(command, "--task", task, "--split", split));
    arguments.addAll(List.of("--data", directory.toString()));
    arguments.addAll(
        List.of("--checkpoint", directory.resolve("out-" + task).resolve("last").toString()));
    for (var setting : settings) {
      arguments.addAll(List.of("-s", setting));
    }
    LIMITS.forEach(limit -> arguments.addAll(List.of("-s", limit)));
    return arguments;
  }

  private String failure(String setting) {
    var settings = new ArrayList<>(LIMITS);
    settings.removeIf(limit -> limit.startsWith(setting.substring(0, setting.indexOf('=') + 1)));
    settings.add(setting);
    var errors = new StringWriter();
    var line = Alignstream.commandLine().setErr(new PrintWriter(errors, true));
    var arguments = train("classification", settings).toArray(String[]::new);
    assertThat(line.execute(arguments)).isNotZero();
    return errors.toString();
  }

  private static String run(List<String> arguments) {
    var out = new StringWriter();
    var errors = new StringWriter();
    int status =
        Alignstream.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(errors, true))
            .execute(arguments.toArray(String[]::new));
    assertThat(status).as(errors.toString()).isZero();
    return out.toString();
  }
}
