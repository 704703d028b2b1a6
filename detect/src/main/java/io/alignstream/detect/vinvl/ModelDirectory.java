package io.alignstream.detect.vinvl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.model.DetectorWeights;
import io.alignstream.detect.model.FasterRcnn;
import io.alignstream.detect.tsv.Geometry;
import io.alignstream.detect.tsv.LabelMap;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.runtime.DeviceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a detector is shipped as: weights, hyperparameters, names.
 *
 * @param config of {@code config.json}, {@code config.yaml}, {@code config.conf}, or any single
 *     {@code *.yaml}; VinVL's X152-C4 without one
 * @param names of {@code labelmap.json}; numbers without one
 */
public record ModelDirectory(Checkpoint checkpoint, DetectorConfig config, LabelMap names) {
  private static final List<String> CONFIGS =
      List.of("config.json", "config.conf", "config.yaml", "config.yml");

  /**
   * Opens a directory; reads no weights yet.
   *
   * @throws io.alignstream.encode.checkpoint.CheckpointException if it holds no weights
   * @throws com.typesafe.config.ConfigException if its configuration cannot be used
   */
  public static ModelDirectory open(Path directory) {
    var checkpoint = Checkpoint.open(directory);
    var config =
        find(directory, CONFIGS).map(DetectorConfig::read).orElseGet(DetectorConfig::vinvl);
    var names =
        find(directory, List.of("labelmap.json"))
            .map(LabelMap::read)
            .orElseGet(() -> LabelMap.numbered(config.classes(), config.attributes().count()));
    if (names.labels().size() != config.classes() - 1
        || names.attributes().size() != config.attributes().count() - 1) {
      throw new IllegalArgumentException(
          "%s: labelmap.json names %d classes and %d attributes, the model has %d and %d"
              .formatted(
                  directory,
                  names.labels().size(),
                  names.attributes().size(),
                  config.classes() - 1,
                  config.attributes().count() - 1));
    }
    return new ModelDirectory(checkpoint, config, names);
  }

  /** Numbers that describe a region, its geometry included. */
  public int regionFeatureSize() {
    return config.trunk().featureSize() + Geometry.COLUMNS;
  }

  /** The network, its weights loaded. */
  public FasterRcnn load(DeviceSettings device) {
    return new FasterRcnn(config, DetectorWeights.load(checkpoint, config), device);
  }

  /** {@code vinvl-} and a hash of weights, hyperparameters and names. */
  public String version() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var name : checkpoint.names()) {
        digest.update(checkpoint.info(name).toString().getBytes(UTF_8));
        digest.update(checkpoint.bytes(name));
      }
      digest.update(config.toString().getBytes(UTF_8));
      digest.update(names.toString().getBytes(UTF_8));
      return "vinvl-" + HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Optional<Path> find(Path directory, List<String> names) {
    return names.stream()
        .map(
            name ->
                Files.isDirectory(directory)
                    ? directory.resolve(name)
                    : directory.resolveSibling(name))
        .filter(Files::isReadable)
        .findFirst();
  }
}
