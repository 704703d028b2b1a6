package io.alignstream.deploy.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.deploy.cli.Alignstream;
import io.alignstream.encode.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be wrong is one clear message, and the last checkpoint stays whole. */
class TaskMistakesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private TinyWorld world;
  private Path checkpoint;

  @BeforeEach
  void writeTheWorld() throws IOException {
    world = new TinyWorld(directory, 11);
    var pictures = world.pictures(1, 40);
    world.writeFeatures(pictures);
    checkpoint = world.writeCheckpoint();
    world.writeClassification("train", pictures, true);
    world.writeClassification("val", pictures.subList(0, 8), true);
  }

  @Test
  void settings() {
    assertThat(failure("no_such_setting=1"))
        .contains("no_such_setting", "there is no such setting");
    assertThat(failure("learning_rate=fast")).contains("learning_rate");
    assertThat(failure("img_feat_dir=nowhere")).contains("nowhere");
    assertThat(failure("max_seq_length=50")).contains("54 text", "the model has 32 positions");
    assertThat(failure("loss_type=hinge")).contains("loss_type is bce, ce, xe or kl, not hinge");
    assertThat(failure("precision=float8")).contains("precision is float32 or bfloat16");
    assertThat(failure("img_feat_format=png")).contains("img_feat_format", "not png");
  }

  @Test
  void aMissingKeyOfARecipe() throws IOException {
    var questions = world.in(directory.resolve("vqa"));
    questions.writeVqa("train", world.pictures(1, 4), false);
    assertThat(fails("vqa", questions.directory(), "label_file="))
        .contains("label_file is missing in the recipe", "vqa");
    assertThat(fails("re", questions.directory(), "data_file="))
        .contains("data_file is missing in the recipe");
    var recipe = directory.resolve("own.conf");
    Files.writeString(recipe, "task = classification\nlearning_rat = 1e-3\n");
    var arguments = commands().fineTune("classification", directory, checkpoint, out());
    arguments.addAll(List.of("--recipe", recipe.toString()));
    assertThat(Commands.fail(arguments)).contains("own.conf: 2", "learning_rat");
  }

  @Test
  void aLabelOutsideTheVocabulary() throws IOException {
    var questions = world.in(directory.resolve("vqa"));
    var pictures = world.pictures(1, 4);
    questions.writeVqa("train", pictures, false);
    questions.writeVqa("val", pictures, false);
    var file = questions.directory().resolve("train2014_qla.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\"an\":\\[\\d]", "\"an\":[17]"));
    assertThat(fails("vqa", questions.directory(), "do_train_val=false"))
        .contains("train2014_qla.json", "record 0", "17 is outside the answer vocabulary");

    var entailment = world.in(directory.resolve("ve"));
    entailment.writeEntailment("train", pictures);
    entailment.writeEntailment("val", pictures);
    var pairs = entailment.directory().resolve("snli_ve_train.jsonl");
    Files.writeString(pairs, Files.readString(pairs).replaceFirst("contradiction", "perhaps"));
    assertThat(fails("ve", entailment.directory(), "img_feat_format=tsv", "numbered_images=true"))
        .contains("snli_ve_train.jsonl", "record 0", "gold_label", "perhaps");
  }

  @Test
  void featuresOfAnotherWidth() throws IOException {
    var config = JSON.readTree(checkpoint.resolve("config.json").toFile());
    assertThat(config.path("img_feature_dim").asInt()).isEqualTo(15);
    world.writeFeatures(world.pictures(1, 40), 2);
    assertThat(failure("max_steps=1"))
        .contains("image 'COCO_0000000000", "features of 17 numbers", "the model takes 15");
  }

  @Test
  void anImageWithoutFeatures() throws IOException {
    writeList(Map.of("text", "the cube", "image_id", "no such", "label", "red"));
    assertThat(failure("max_steps=1")).contains("no features of image 'no such'");
    writeList(Map.of("text", "the cube", "label", "red"));
    assertThat(failure("max_steps=1")).contains("val.json", "record 0", "no field 'image_id'");
  }

  private void writeList(Map<String, String> item) throws IOException {
    var all = new LinkedHashMap<String, Object>(item);
    all.put("phrases", List.of());
    JSON.writeValue(directory.resolve("val.json").toFile(), List.of(all));
  }

  /** A learning rate beyond all reason; the checkpoint of the beginning is there and whole. */
  @Test
  void aLossThatIsNoNumber() {
    Commands.succeed(train("max_steps=4", "save_steps=2"));
    var message = Commands.fail(train("max_steps=30", "save_steps=100", "learning_rate=1e30"));
    assertThat(message)
        .contains("the loss of step", "lower the learning rate", "checkpoint-00000004");
    assertWhole(4);
  }

  /** The operating system refuses files beyond 100 KiB, as a full disk would. */
  @Test
  void aFullDisk() throws Exception {
    Commands.succeed(train("max_steps=4", "save_steps=2"));
    var command = new ArrayList<>(List.of("bash", "-c", "ulimit -f 100; exec \"$0\" \"$@\""));
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:-UsePerfData", "-cp", System.getProperty("java.class.path")));
    command.add(Alignstream.class.getName());
    command.addAll(train("max_steps=8", "save_steps=2"));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isNotZero();
    assertThat(told).contains("cannot write", "checkpoint-00000006", "checkpoint-00000004");
    assertWhole(4);

    Commands.succeed(train("max_steps=8", "save_steps=2"));
    assertWhole(8);
  }

  private void assertWhole(int step) {
    var last = out().resolve("last");
    assertThat(last.toAbsolutePath()).exists();
    var whole = Checkpoint.open(last);
    assertThat(whole.names()).isNotEmpty();
    assertThat(out().resolve("checkpoint-%08d".formatted(step)).resolve("training.json")).exists();
    for (var name : whole.names()) {
      var values = whole.floats(name);
      while (values.hasRemaining()) {
        assertThat(values.get()).isFinite();
      }
    }
  }

  private Commands commands() {
    return new Commands(directory);
  }

  private Path out() {
    return directory.resolve("out");
  }

  private List<String> train(String... settings) {
    var all = new ArrayList<>(List.of("train_batch_size=8", "evaluate_during_training=false"));
    all.addAll(List.of(settings));
    return commands()
        .fineTune("classification", directory, checkpoint, out(), all.toArray(String[]::new));
  }

  private String failure(String... settings) {
    return fails("classification", directory, settings);
  }

  private String fails(String task, Path data, String... settings) {
    return Commands.fail(commands().fineTune(task, data, checkpoint, out(), settings));
  }
}
