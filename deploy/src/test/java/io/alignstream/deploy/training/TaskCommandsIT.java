package io.alignstream.deploy.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alignstream.encode.progress.MetricsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every task goes the whole way on a small world in the reference's own formats: train, stop, go
 * on, evaluate on unseen images, predict. Pre-training comes first, from random weights; the others
 * start from it. Each metric must beat chance by the margin that its test states; on {@value #TEST}
 * images an accuracy of 1/3 or 1/4 has a deviation of 0.05.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskCommandsIT {
  private static final int TRAIN = 1500;
  private static final int TEST = 90;
  private static final int GALLERY = 40;
  private static final String[] REFERENCE_FILES = {
    "img_feat_format=tsv", "numbered_images=true", "sent_sg=sg.pt"
  };

  @TempDir static Path directory;

  private TinyWorld world;
  private Commands commands;
  private List<TinyWorld.Picture> train;
  private List<TinyWorld.Picture> test;
  private Path untrained;
  private Path preTrained;
  private JsonNode preTrainingMetrics;

  @BeforeAll
  void preTrain() throws IOException {
    world = new TinyWorld(directory, 11);
    commands = new Commands(directory);
    train = world.pictures(1, TRAIN);
    test = world.differentPictures(1 + TRAIN, TEST);
    world.writeFeatures(Stream.concat(train.stream(), test.stream()).toList());
    untrained = world.writeCheckpoint();
    var captions = world.in(directory.resolve("pretrain"));
    captions.writeCaptions("train", train);
    captions.writeCaptions("val", test);
    preTrainingMetrics =
        trainAndEvaluate(
            "pretrain",
            untrained,
            400,
            "val",
            "learning_rate=2e-3",
            "max_grad_norm=1",
            "hn_mod=mixed",
            "wra_nearest=1");
    preTrained = directory.resolve("pretrain").resolve("out").resolve("last");
  }

  /** Of eight words two are always "and"; colours and shapes are 1/4 and 1/3 by the words alone. */
  @Test
  void preTraining() throws IOException {
    double wordsAlone = (2 + 3 / 3.0 + 3 / 4.0) / 8;
    assertThat(preTrainingMetrics.path("masked_words").asDouble()).isGreaterThan(wordsAlone + 0.25);
    assertThat(preTrainingMetrics.path("itm").asDouble()).isGreaterThan(1 / 2.0 + 0.35);
    assertThat(preTrainingMetrics.path("coarse_t2i_R@5").asDouble())
        .isGreaterThan(5.0 / TEST + 0.6);
    assertFills("pretrain", preTrained, directory.resolve("pretrain"), 0.4);
  }

  @Test
  void maskedWords() throws IOException {
    var captions = world.in(directory.resolve("mlm"));
    captions.writeCaptions("train", train);
    captions.writeCaptions("val", test);
    var metrics =
        trainAndEvaluate("mlm", untrained, 600, "val", "learning_rate=2e-3", "mask_prob=0.3");
    double wordsAlone = (2 + 3 / 3.0 + 3 / 4.0) / 8;
    assertThat(metrics.path("masked_words").asDouble()).isGreaterThan(wordsAlone + 0.2);
    assertFills("mlm", out("mlm"), captions.directory(), 0.2);
  }

  /** "[MASK] cube and …": colours, of which one in four is right by chance. */
  private void assertFills(String task, Path checkpoint, Path data, double margin)
      throws IOException {
    var colours = world.in(data).writeGaps("test", test);
    var answers = commands.predict(task, data, checkpoint, "test");
    assertThat(answers).hasSize(TEST);
    int right = 0;
    for (int i = 0; i < TEST; i++) {
      var best = answers.get(i).path("masks").path(0).path(0);
      assertThat(best.path("probability").asDouble()).isBetween(0.0, 1.0);
      right += best.path("word").asText().equals(colours.get(i)) ? 1 : 0;
    }
    assertThat((double) right / TEST).isGreaterThan(1 / 4.0 + margin);
  }

  @Test
  void questions() throws IOException {
    var data = world.in(directory.resolve("vqa"));
    data.writeVqa("train", train, false);
    data.writeVqa("val", test, false);
    data.writeVqa("test2015", test, true);
    var metrics = trainAndEvaluate("vqa", preTrained, 150, "val", "do_train_val=false");
    assertThat(metrics.path("score").asDouble()).isGreaterThan(1 / 4.0 + 0.5);

    var answers = commands.predict("vqa", data.directory(), out("vqa"), "test2015");
    assertThat(answers).hasSize(TEST);
    assertThat(answers.get(0).path("question_id").asLong()).isEqualTo(1000 + 1 + TRAIN);
    assertThat(TinyWorld.COLOURS).contains(answers.get(0).path("answer").asText());
  }

  /** The words alone give 1/3: see {@link TinyWorld#writeEntailment}. */
  @Test
  void entailment() throws IOException {
    var data = world.in(directory.resolve("ve"));
    data.writeEntailment("train", train);
    data.writeEntailment("val", test);
    var metrics = trainAndEvaluate("ve", preTrained, 300, "val", REFERENCE_FILES);
    assertThat(metrics.path("accuracy").asDouble()).isGreaterThan(1 / 3.0 + 0.4);
    assertThat(commands.predict("ve", data.directory(), out("ve"), "val", REFERENCE_FILES))
        .hasSize(TEST);
  }

  @Test
  void expressions() throws IOException {
    var data = world.in(directory.resolve("re"));
    data.writeExpressions(Map.of("train", train, "val", test, "testA", test));
    var metrics = trainAndEvaluate("re", preTrained, 150, "val", "phrase_layer=-1");
    assertThat(metrics.path("accuracy").asDouble()).isGreaterThan(1 / 3.0 + 0.4);
    assertThat(metrics.path("upper_bound").asDouble()).isEqualTo(1);

    var answers = commands.predict("re", data.directory(), out("re"), "testA", "phrase_layer=-1");
    assertThat(answers).hasSize(TEST);
    assertThat(answers.get(0).path("bbox")).hasSize(4);
  }

  /** {@value #GALLERY} images, of which eight are re-ranked for a caption. */
  @Test
  void retrieval() throws IOException {
    var few = test.subList(0, GALLERY);
    var everything = Stream.concat(train.stream(), few.stream()).toList();
    var data = world.in(directory.resolve("retrieval"));
    data.writeRetrieval("train", train, everything);
    data.writeRetrieval("val", few, everything);
    var settings = new ArrayList<>(List.of(REFERENCE_FILES));
    settings.addAll(
        List.of("num_captions_per_img_val=8", "num_images_per_cap_val=8", "hn_mod=mixed"));
    var all = settings.toArray(String[]::new);
    var metrics = trainAndEvaluate("retrieval", preTrained, 200, "val", all);
    assertThat(metrics.path("coarse_t2i_R@1").asDouble()).isGreaterThan(1.0 / GALLERY + 0.4);
    // Chance among eight candidates is 1/8 at most.
    assertThat(metrics.path("t2i_R@1").asDouble()).isGreaterThan(1 / 8.0 + 0.5);
    assertThat(metrics.path("i2t_R@1").asDouble()).isGreaterThan(1 / 8.0 + 0.5);

    var answers = commands.predict("retrieval", data.directory(), out("retrieval"), "val", all);
    assertThat(answers).hasSize(GALLERY);
    assertThat(answers.get(0).path("image_ids")).hasSize(8);
  }

  @Test
  void aTaskOfOnesOwn() throws IOException {
    var data = world.in(directory.resolve("classification"));
    data.writeClassification("train", train, true);
    data.writeClassification("val", test, true);
    data.writeClassification("test", test, false);
    var metrics = trainAndEvaluate("classification", preTrained, 150, "val");
    assertThat(metrics.path("accuracy").asDouble()).isGreaterThan(1 / 4.0 + 0.5);

    var answers =
        commands.predict("classification", data.directory(), out("classification"), "test");
    assertThat(answers).hasSize(TEST);
    assertThat(TinyWorld.COLOURS).contains(answers.get(0).path("label").asText());
  }

  private Path out(String task) {
    return directory.resolve(task).resolve("out").resolve("last");
  }

  private JsonNode trainAndEvaluate(
      String task, Path checkpoint, int steps, String split, String... settings)
      throws IOException {
    var data = directory.resolve(task);
    var all =
        new ArrayList<>(
            List.of(
                "max_steps=" + steps / 2,
                "train_batch_size=32",
                "scheduler=constant",
                "learning_rate=1e-3",
                "weight_decay=0.01",
                "drop_out=0",
                "logging_steps=10",
                "save_steps=" + steps / 2,
                "eval_split=" + split));
    all.addAll(List.of(settings));
    var half = all.toArray(String[]::new);
    var out = data.resolve("out");
    assertThat(Commands.succeed(commands.fineTune(task, data, checkpoint, out, half)))
        .contains("done: step " + steps / 2);
    all.add("max_steps=" + steps);
    var whole = all.toArray(String[]::new);
    assertThat(Commands.succeed(commands.fineTune(task, data, checkpoint, out, whole)))
        .contains("done: step " + steps);

    var losses =
        MetricsFile.read(out.resolve("metrics.jsonl")).stream()
            .filter(line -> line.has("loss"))
            .map(line -> line.path("loss").asDouble())
            .toList();
    assertThat(losses).hasSize(2 * ((steps / 2 + 9) / 10));
    assertThat(losses.get(losses.size() - 1)).isLessThan(0.8 * losses.get(0));
    assertThat(out.resolve("metrics.svg")).exists();
    assertThat(out.resolve("best").resolve("config.json")).exists();
    return commands.evaluate(task, data, out.resolve("last"), split, settings);
  }
}
