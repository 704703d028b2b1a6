package io.alignstream.detect.vinvl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.tsv.LabelMap;
import io.alignstream.encode.train.TrainingCheckpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What stands beside a detector's weights, so that a training's checkpoint is a {@link
 * ModelDirectory}.
 *
 * @param hyperparameters over VinVL's, as HOCON
 * @param names of classes and attributes
 */
public record ModelDescription(String hyperparameters, LabelMap names)
    implements TrainingCheckpoints.Companions {

  /**
   * A small detector on a plain trunk that a CPU trains in minutes.
   *
   * @param names of its classes, and of its attributes group by group
   * @param groups sizes of the groups, of whose attributes an object has one each
   * @param weights of the groups in the loss
   * @param side pixels of an image's short side; larger and smaller images are resized
   */
  public static ModelDescription small(
      LabelMap names, List<Integer> groups, List<Double> weights, int side) {
    var own =
        """
        MODEL.ROI_BOX_HEAD.NUM_CLASSES = %d
        MODEL.ROI_ATTRIBUTE_HEAD { NUM_ATTRIBUTES = %d, GROUPS = %s, GROUP_WEIGHTS = %s }
        INPUT { MIN_SIZE_TRAIN = [%d], MAX_SIZE_TRAIN = %d, MIN_SIZE_TEST = %d, MAX_SIZE_TEST = %d }
        """
            .formatted(
                names.labels().size() + 1,
                names.attributes().size() + 1,
                groups,
                weights,
                side,
                2 * side,
                side,
                2 * side);
    return new ModelDescription(resource("small.conf") + own, names);
  }

  private static String resource(String name) {
    try (var stream = ModelDescription.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(stream, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The hyperparameters, read.
   *
   * @throws com.typesafe.config.ConfigException if a key is unknown or a value is none
   */
  public DetectorConfig config() {
    return DetectorConfig.parse(hyperparameters);
  }

  @Override
  public void write(Path directory) throws IOException {
    Files.writeString(directory.resolve("config.conf"), hyperparameters);
    names.write(directory.resolve("labelmap.json"));
  }
}
