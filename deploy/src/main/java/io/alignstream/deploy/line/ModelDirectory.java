package io.alignstream.deploy.line;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A directory of models that belong together ({@code alignstream.models}). Its {@code models.conf}
 * says what {@code alignstream.detect.model}, {@code .parse.vocabulary} and {@code .mvptr} have to
 * be to use them; its paths are relative to itself:
 *
 * <pre>{@code
 * detect.model = detector
 * parse.vocabulary = retrieval/id2phrase.json
 * mvptr {
 *   defaults { max-seq-length = 40 }
 *   models = [{ checkpoint = retrieval, tasks = [image-text-match] }]
 * }
 * }</pre>
 */
record ModelDirectory(Path directory, Config contents) {
  /** The file that says what is in a directory. */
  static final String FILE = "models.conf";

  private static final Set<String> KEYS =
      Set.of("detect.model", "parse.vocabulary", "mvptr.defaults", "mvptr.models");

  /**
   * Reads the file.
   *
   * @throws ConfigException if it is missing, or has other keys or lacks one
   */
  static ModelDirectory open(Path directory) {
    var file = directory.resolve(FILE);
    if (!Files.isReadable(file)) {
      throw new ConfigException.Generic(
          "alignstream.models: there is no readable %s; name a directory that has one, such as the distribution's deploy/models"
              .formatted(file));
    }
    var contents = ConfigFactory.parseFile(file.toFile()).resolve();
    contents.root().forEach(ModelDirectory::requireKnown);
    for (var key : List.of("detect.model", "mvptr.models")) {
      if (!contents.hasPath(key)) {
        throw new ConfigException.Missing(contents.root().origin(), key);
      }
    }
    return new ModelDirectory(directory, contents);
  }

  private static void requireKnown(String section, ConfigValue value) {
    var keys = value instanceof ConfigObject object ? object.keySet() : Set.of("");
    for (var key : keys) {
      if (!KEYS.contains(section + "." + key)) {
        throw new ConfigException.BadPath(
            value.origin(), section + "." + key, "no such key; there are " + sorted());
      }
    }
  }

  private static String sorted() {
    return String.join(", ", KEYS.stream().sorted().toList());
  }

  /** Whether this says how to serve a checkpoint. */
  boolean describes(Path checkpoint) {
    var wanted = checkpoint.toAbsolutePath().normalize();
    return contents.getConfigList("mvptr.models").stream()
        .filter(model -> model.hasPath("checkpoint"))
        .map(model -> directory.resolve(model.getString("checkpoint")))
        .anyMatch(own -> own.toAbsolutePath().normalize().equals(wanted));
  }

  /** The settings with this directory's detector. */
  Config withDetector(Config alignstream) {
    return alignstream.withValue("detect.model", path(contents.getString("detect.model")));
  }

  /**
   * The settings with this directory's checkpoints and, where none are named, the phrases that they
   * know.
   */
  Config withCheckpoints(Config alignstream) {
    var models =
        contents.getConfigList("mvptr.models").stream()
            .map(model -> withPath(model, "checkpoint").root())
            .toList();
    var own =
        ConfigFactory.empty().withValue("mvptr.models", ConfigValueFactory.fromIterable(models));
    return phrases(alignstream)
        .withFallback(own)
        .withFallback(contents.withOnlyPath("mvptr.defaults"))
        .withFallback(alignstream);
  }

  private Config phrases(Config alignstream) {
    return !alignstream.getString("parse.vocabulary").isBlank()
        ? ConfigFactory.empty()
        : withPath(contents.withOnlyPath("parse.vocabulary"), "parse.vocabulary");
  }

  private Config withPath(Config config, String key) {
    return config.hasPath(key) ? config.withValue(key, path(config.getString(key))) : config;
  }

  private ConfigValue path(String relative) {
    return ConfigValueFactory.fromAnyRef(
        directory.resolve(relative).toString(), directory.resolve(FILE).toString());
  }
}
