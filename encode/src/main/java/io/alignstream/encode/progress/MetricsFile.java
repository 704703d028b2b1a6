package io.alignstream.encode.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics as JSON lines: {@code {"step":10,"loss":…}} for steps, {@code
 * {"step":10,"evaluation":{…}}} for evaluations. A resumed training drops the lines behind its
 * checkpoint first, so that a file never tells a step twice.
 */
public final class MetricsFile implements Listener {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  /** Goes on with a file, or begins it. */
  public MetricsFile(Path file) {
    this.file = file;
  }

  @Override
  public void start(long step, long steps) {
    var kept = new ArrayList<String>();
    for (var line : read(file)) {
      if (line.path("step").asLong() <= step) {
        kept.add(line.toString());
      }
    }
    try {
      var fresh = file.resolveSibling(file.getFileName() + ".incomplete");
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(fresh, kept);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  @Override
  public void steps(StepReport report) {
    var line = new LinkedHashMap<String, Object>();
    line.put("step", report.step());
    line.putAll(report.numbers());
    append(line);
  }

  @Override
  public void evaluation(long step, Map<String, Double> metrics) {
    var line = new LinkedHashMap<String, Object>();
    line.put("step", step);
    line.put("evaluation", metrics);
    append(line);
  }

  private void append(Map<String, Object> line) {
    try {
      Files.writeString(
          file,
          JSON.writeValueAsString(line) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** All whole lines of a file; none if there is no file. A line cut off by a crash is left out. */
  public static List<JsonNode> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    var lines = new ArrayList<JsonNode>();
    try {
      for (var line : Files.readAllLines(file)) {
        try {
          lines.add(JSON.readTree(line));
        } catch (JsonProcessingException e) {
          continue; // cut off when a process was killed
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return lines;
  }
}
