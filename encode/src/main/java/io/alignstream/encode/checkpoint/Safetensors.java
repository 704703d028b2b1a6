package io.alignstream.encode.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the safetensors container: a little-endian 64-bit length, a JSON header of that length with
 * {@code dtype}, {@code shape} and {@code data_offsets} a tensor, then the data.
 */
final class Safetensors {
  private static final int LONGEST_HEADER = 100_000_000; // as the format's own reader allows
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private Safetensors() {}

  /** Whether a file begins like one: a plausible header length, and a JSON object behind it. */
  static boolean matches(MappedFile file) {
    if (file.size() < 10) {
      return false;
    }
    var start = file.slice(0, 9);
    long length = start.getLong();
    return length >= 2 && length <= LONGEST_HEADER && start.get() == '{';
  }

  static Checkpoint open(MappedFile file) {
    long length = file.slice(0, 8).getLong();
    var header = new byte[Math.toIntExact(Math.min(length, Integer.MAX_VALUE - 8))];
    file.slice(8, length).get(header);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    try {
      for (var entry : JSON.readTree(header).properties()) {
        if (!entry.getKey().equals("__metadata__")) {
          tensors.put(entry.getKey(), tensor(file, 8 + length, entry.getKey(), entry.getValue()));
        }
      }
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      throw new CheckpointException(
          file.path(), "its safetensors header is damaged: " + e.getMessage(), e);
    }
    return new TensorFile(file.path(), tensors);
  }

  private static StoredTensor tensor(MappedFile file, long data, String name, JsonNode entry) {
    var type =
        ElementType.ofSafetensors(entry.path("dtype").asText())
            .orElseThrow(
                () ->
                    new CheckpointException(
                        file.path(),
                        "%s has the unknown dtype %s".formatted(name, entry.path("dtype"))));
    var shape = new ArrayList<Long>();
    entry.path("shape").forEach(length -> shape.add(length.longValue()));
    var info = new TensorInfo(name, type, shape);
    long from = entry.path("data_offsets").path(0).asLong(-1);
    long to = entry.path("data_offsets").path(1).asLong(-1);
    if (from < 0 || to - from != info.bytes() || to > file.size() - data) {
      throw new CheckpointException(
          file.path(),
          "%s needs %d bytes, but has [%d, %d] of %d"
              .formatted(info, info.bytes(), from, to, file.size() - data));
    }
    return StoredTensor.contiguous(info, file, data + from);
  }
}
