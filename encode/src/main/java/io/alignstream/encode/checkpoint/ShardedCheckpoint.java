package io.alignstream.encode.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A checkpoint in several files, whose index says which tensor is in which ({@code weight_map}).
 */
record ShardedCheckpoint(Path path, Map<String, Checkpoint> shards) implements Checkpoint {
  static Checkpoint open(Path index) {
    var files = new HashMap<String, Checkpoint>();
    var shards = new LinkedHashMap<String, Checkpoint>();
    try {
      for (var entry :
          new ObjectMapper().readTree(index.toFile()).path("weight_map").properties()) {
        var name = entry.getValue().asText();
        if (!Path.of(name).equals(Path.of(name).getFileName())) {
          throw new CheckpointException(index, "the shard '%s' is not beside it".formatted(name));
        }
        var shard =
            files.computeIfAbsent(name, file -> Checkpoint.open(index.resolveSibling(file)));
        shard.info(entry.getKey());
        shards.put(entry.getKey(), shard);
      }
    } catch (IOException e) {
      throw new CheckpointException(index, "it is no JSON index: " + e.getMessage(), e);
    }
    if (shards.isEmpty()) {
      throw new CheckpointException(index, "its weight_map is missing or empty");
    }
    return new ShardedCheckpoint(index, shards);
  }

  @Override
  public Set<String> names() {
    return shards.keySet();
  }

  @Override
  public TensorInfo info(String name) {
    return shard(name).info(name);
  }

  @Override
  public ByteBuffer bytes(String name) {
    return shard(name).bytes(name);
  }

  private Checkpoint shard(String name) {
    var shard = shards.get(name);
    if (shard == null) {
      throw new CheckpointException(path, "it has no tensor '%s'".formatted(name));
    }
    return shard;
  }
}
