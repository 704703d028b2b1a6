package io.alignstream.deploy.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.deploy.cli.Alignstream;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.heads.training.PairData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Retrieval of MVPTR itself, dropout on: two processes end like one, and a training that is stopped
 * or killed ends as if it had not been. Left out are the key biases, whose true gradient is 0, so
 * that AdamW moves them by rounding noise (the goldens' README).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskProcessesIT {
  private static final int STEPS = 50;
  private static final String[] SETTINGS = {
    "img_feat_format=tsv",
    "numbered_images=true",
    "sent_sg=sg.pt",
    "num_captions_per_img_val=4",
    "num_images_per_cap_val=4",
    "max_steps=" + STEPS,
    "train_batch_size=8",
    "warmup_steps=5",
    "learning_rate=4e-5",
    "drop_out=0.1",
    "logging_steps=1",
    "save_steps=10",
    "keep_checkpoints=9",
    "evaluate_during_training=false"
  };

  @TempDir static Path directory;

  private Commands commands;
  private Path checkpoint;
  private Path data;
  private Path two;

  @BeforeAll
  void trainOnTwoProcesses() throws Exception {
    var world = new TinyWorld(directory, 5);
    var train = world.pictures(1, 100);
    var test = world.differentPictures(101, 12);
    var all = Stream.concat(train.stream(), test.stream()).toList();
    world.writeFeatures(all);
    checkpoint = world.writeCheckpoint(0.1);
    data = world.in(directory.resolve("retrieval")).directory();
    world.in(data).writeRetrieval("train", train, all);
    world.in(data).writeRetrieval("val", test, all);
    commands = new Commands(directory);
    two = directory.resolve("two");
    complete(onTwo(two));
  }

  private List<String> onTwo(Path out) {
    var arguments = commands.fineTune("retrieval", data, checkpoint, out, SETTINGS);
    arguments.addAll(List.of("--processes", "2"));
    return arguments;
  }

  @Test
  void twoProcessesEndLikeOne() {
    var one = directory.resolve("one");
    Commands.succeed(commands.fineTune("retrieval", data, checkpoint, one, SETTINGS));

    assertSameWeights(two, one, 1e-5f);
    var expected = logits(one);
    var actual = logits(two);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
    }
    assertThat(differs(one.resolve("last"), checkpoint)).isTrue();
  }

  @Test
  void aStoppedTrainingGoesOnAsIfNothingHadHappened() throws Exception {
    var stopped = directory.resolve("stopped");
    var process = start(onTwo(stopped));
    waitForStep(process, 12);
    process.toHandle().destroy(); // SIGTERM; the streams stay open
    process.getInputStream().transferTo(OutputStream.nullOutputStream());
    process.waitFor();
    long reached = lastStep(stopped);
    assertThat(reached).isGreaterThanOrEqualTo(12).isLessThan(STEPS);
    complete(onTwo(stopped));

    assertSameWeights(stopped, two, 1e-6f);
  }

  @Test
  void aKilledTrainingGoesOnAsIfNothingHadHappened() throws Exception {
    var killed = directory.resolve("killed");
    var process = start(onTwo(killed));
    waitForStep(process, 22);
    var workers = process.descendants().toList();
    assertThat(workers).hasSize(2);
    workers.get(0).destroyForcibly(); // SIGKILL; the other and the parent end by themselves
    process.getInputStream().transferTo(OutputStream.nullOutputStream());
    assertThat(process.waitFor()).isNotZero();
    assertThat(lastStep(killed)).isGreaterThanOrEqualTo(20).isLessThan(STEPS);
    complete(onTwo(killed));

    assertSameWeights(killed, two, 1e-6f);
  }

  private static void complete(List<String> arguments) throws Exception {
    var process = start(arguments);
    var told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
  }

  private static Process start(List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.add(Alignstream.class.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
  }

  /** Reads the progress lines until a step is told. */
  private static void waitForStep(Process process, int step) throws IOException {
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = lines.readLine(); ; line = lines.readLine()) {
      assertThat(line).as("output before step %d", step).isNotNull();
      if (line.contains(" %d/%d ".formatted(step, STEPS))) {
        return;
      }
    }
  }

  private static long lastStep(Path out) throws IOException {
    var name = Files.readSymbolicLink(out.resolve("last")).toString();
    return Long.parseLong(name.substring(name.indexOf('-') + 1));
  }

  private static void assertSameWeights(Path actual, Path expected, float tolerance) {
    var a = Checkpoint.open(actual.resolve("last"));
    var e = Checkpoint.open(expected.resolve("last"));
    assertThat(a.names()).isEqualTo(e.names());
    for (var name : e.names()) {
      if (!name.endsWith(".key.bias")) {
        assertThat(difference(a, e, name)).as(name).isLessThanOrEqualTo(tolerance);
      }
    }
  }

  private static float difference(Checkpoint a, Checkpoint b, String name) {
    var left = a.floats(name);
    var right = b.floats(name);
    float greatest = 0;
    for (int i = 0; i < left.remaining(); i++) {
      greatest = Math.max(greatest, Math.abs(left.get(i) - right.get(i)));
    }
    return greatest;
  }

  private static boolean differs(Path a, Path b) {
    var name = "bert.mul_encoder.layer.0.output.dense.weight";
    return difference(Checkpoint.open(a), Checkpoint.open(b), name) > 1e-4;
  }

  /** Matching logits of unseen pairs: [12, 2]. */
  private float[] logits(Path out) {
    var settings = new HashMap<String, String>();
    Stream.concat(Commands.WORLD.stream(), Stream.of(SETTINGS))
        .map(setting -> setting.split("=", 2))
        .forEach(setting -> settings.put(setting[0], setting[1]));
    settings.put("img_feat_dir", directory.toString());
    var recipe = Recipe.read("retrieval", Optional.empty(), settings);
    return logits(TaskSetup.open(recipe, TaskData.of(data), out.resolve("last"), false));
  }

  private static <T> float[] logits(TaskSetup<T> setup) {
    PairData<T> pairs = setup.data("val", false);
    var task = setup.task().head();
    var values = setup.trained();
    try (var session =
        GraphSession.build(
            DeviceSettings.cpu(),
            tf -> {
              var w = Weights.frozen(tf, values);
              var inputs = PairInputs.placeholders(tf, task.config());
              var encoded = new Mvptr(task.config()).encode(w.at("bert"), inputs, Dropout.NONE);
              var logits =
                  Objects.requireNonNull(task.outputs(w, encoded.cross()).get("itm_logits"));
              return List.of(GraphFunction.of("logits", inputs.inputs(), Map.of("logits", logits)));
            })) {
      var all = IntStream.range(0, pairs.items().size()).boxed().toList();
      Map<String, Feed> feeds = pairs.feeds(pairs.choose(all));
      return session.run("logits", feeds, results -> results.copyFloats("logits"));
    }
  }
}
