package io.alignstream.encode.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.ElementType;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The checkpoints of one training, {@code checkpoint-<step>} in a directory. Each holds {@code
 * model.safetensors} with what else the model needs (so that it can be served as it is), {@code
 * optimizer.safetensors}, and {@code training.json} with step, seed and the best so far. Random
 * state and data position need no more than that: both are functions of (seed, step).
 *
 * <p>A checkpoint is written beside its place, forced to disk and renamed, so it is whole or not
 * there. The last few are kept, and the best; the links {@code last} and {@code best} name them.
 */
public final class TrainingCheckpoints {

  /** Writes what a model needs beside its weights: configuration, vocabulary. */
  @FunctionalInterface
  public interface Companions {
    /** Writes files into a checkpoint's directory. */
    void write(Path directory) throws IOException;
  }

  /**
   * Where a training stands.
   *
   * @param step done
   * @param best step of the best checkpoint, if one was measured
   * @param bestValue its metric
   */
  public record Position(long step, OptionalLong best, OptionalDouble bestValue) {
    /** At the beginning. */
    public static final Position START =
        new Position(0, OptionalLong.empty(), OptionalDouble.empty());
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{1,18})");
  private static final String WEIGHTS = "model.safetensors";
  private static final String OPTIMIZER = "optimizer.safetensors";
  private static final String TRAINING = "training.json";

  private final Path directory;
  private final int keep;
  private final Companions companions;

  /**
   * The checkpoints in a directory, which need not exist.
   *
   * @param keep how many of the last ones stay, the best apart
   */
  public TrainingCheckpoints(Path directory, int keep, Companions companions) {
    if (keep < 1) {
      throw new IllegalArgumentException("at least one checkpoint must be kept, not " + keep);
    }
    this.directory = directory;
    this.keep = keep;
    this.companions = companions;
  }

  /**
   * Sets a session to where the last whole checkpoint stands.
   *
   * @return its position; the start if there is none
   * @throws TrainingException if it was made by a training that goes otherwise
   */
  public Position resume(TrainingSession session, int batchSize) {
    var steps = steps();
    if (steps.isEmpty()) {
      return Position.START;
    }
    var last = path(steps.get(steps.size() - 1));
    var training = read(last.resolve(TRAINING));
    requireSame(last, training, "seed", session.settings().seed());
    requireSame(last, training, "batch_size", batchSize);
    requireSame(last, training, "accumulation", session.settings().accumulation());
    session.restore(
        Checkpoint.open(last.resolve(WEIGHTS)), Checkpoint.open(last.resolve(OPTIMIZER)));
    var best = training.path("best");
    return new Position(
        training.path("step").asLong(),
        best.has("step") ? OptionalLong.of(best.path("step").asLong()) : OptionalLong.empty(),
        best.has("value")
            ? OptionalDouble.of(best.path("value").asDouble())
            : OptionalDouble.empty());
  }

  /**
   * Writes a checkpoint and lets old ones go.
   *
   * @throws TrainingException if it cannot be written: it says which one is the last whole one
   */
  public Path save(TrainingSession session, int batchSize, Position position) {
    var whole = path(position.step());
    try {
      Files.createDirectories(directory);
      removeIncomplete();
      if (!Files.exists(whole)) {
        var incomplete = Files.createTempDirectory(directory, ".incomplete-");
        try {
          write(incomplete, session, batchSize, position);
          Files.move(incomplete, whole, StandardCopyOption.ATOMIC_MOVE);
          force(directory);
        } finally {
          remove(incomplete);
        }
      }
      link("last", whole);
      if (position.best().isPresent()) {
        link("best", path(position.best().getAsLong()));
      }
      prune(position);
      return whole;
    } catch (IOException | UncheckedIOException e) {
      throw new TrainingException(
          "cannot write %s: %s; %s".formatted(whole, e.getMessage(), lastWhole()), e);
    }
  }

  /** What there is to go on from, as a person reads it. */
  public String lastWhole() {
    var steps = steps();
    return steps.isEmpty()
        ? "there is no checkpoint yet"
        : "the last whole checkpoint is " + path(steps.get(steps.size() - 1));
  }

  /** Steps of all whole checkpoints, ascending. */
  public List<Long> steps() {
    var steps = new ArrayList<Long>();
    if (!Files.isDirectory(directory)) {
      return steps;
    }
    try (var entries = Files.newDirectoryStream(directory)) {
      for (var entry : entries) {
        var name = NAME.matcher(entry.getFileName().toString());
        if (name.matches()) {
          steps.add(Long.parseLong(name.group(1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
    steps.sort(Comparator.naturalOrder());
    return steps;
  }

  /** Where the checkpoint of a step is. */
  public Path path(long step) {
    return directory.resolve("checkpoint-%08d".formatted(step));
  }

  private void write(Path target, TrainingSession session, int batchSize, Position position)
      throws IOException {
    var weights = new SafetensorsWriter().metadata("format", "pt");
    session
        .parameters()
        .shapes()
        .forEach(
            (name, shape) ->
                weights.floats(name, ElementType.F32, shape, () -> session.weight(name)));
    weights.write(target.resolve(WEIGHTS));
    var state = new SafetensorsWriter();
    session
        .stateShapes()
        .forEach(
            (name, shape) -> state.floats(name, ElementType.F32, shape, () -> session.state(name)));
    state.write(target.resolve(OPTIMIZER));
    companions.write(target);
    var training = JSON.createObjectNode();
    training.put("step", position.step());
    training.put("seed", session.settings().seed());
    training.put("batch_size", batchSize);
    training.put("accumulation", session.settings().accumulation());
    var best = training.putObject("best");
    position.best().ifPresent(step -> best.put("step", step));
    position.bestValue().ifPresent(value -> best.put("value", value));
    Files.write(target.resolve(TRAINING), JSON.writeValueAsBytes(training));
    try (var files = Files.newDirectoryStream(target)) {
      for (var file : files) {
        force(file);
      }
    }
    force(target);
  }

  /** The old ones go, but not the best. */
  private void prune(Position position) throws IOException {
    var steps = steps();
    for (long step : steps.subList(0, Math.max(0, steps.size() - keep))) {
      if (position.best().isEmpty() || position.best().getAsLong() != step) {
        remove(path(step));
      }
    }
  }

  private void removeIncomplete() throws IOException {
    try (var left = Files.newDirectoryStream(directory, ".incomplete-*")) {
      for (var path : left) {
        remove(path);
      }
    }
  }

  private void link(String name, Path target) throws IOException {
    var fresh = directory.resolve("." + name + ".link");
    Files.deleteIfExists(fresh);
    Files.createSymbolicLink(fresh, target.getFileName());
    Files.move(fresh, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void requireSame(Path last, JsonNode training, String key, long value) {
    if (training.path(key).asLong() != value) {
      throw new TrainingException(
          "%s was made with %s %d, not %d: name another directory to begin anew"
              .formatted(last, key, training.path(key).asLong(), value));
    }
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new TrainingException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** To the disk itself; directories too, or a rename may be forgotten. */
  private static void force(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void remove(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (var tree = Files.walk(path)) {
      for (var entry : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    }
  }
}
