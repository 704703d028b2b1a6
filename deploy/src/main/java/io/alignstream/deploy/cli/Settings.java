package io.alignstream.deploy.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import picocli.CommandLine.Option;

/** The options by which every command finds its settings. */
final class Settings {
  /** Sections whose keys are not ours to know. */
  private static final List<String> OPEN =
      List.of("alignstream.kafka.", "alignstream.cluster.akka.");

  private static final List<BiConsumer<Config, String>> TYPES =
      List.of(
          Config::getBoolean,
          Config::getDouble,
          Config::getDuration,
          Config::getBytes,
          Config::getList);

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "HOCON settings that replace the defaults of reference.conf.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = {
        "One setting, under 'alignstream.' unless it has a full name:",
        "-D kafka.bootstrap.servers=broker:9092"
      })
  private Map<String, String> settings = new LinkedHashMap<>();

  /** All settings, resolved: options over the environment over the file over the defaults. */
  Config config() {
    return config(ConfigFactory.empty());
  }

  /**
   * As {@link #config()}, with a command's own options on top.
   *
   * @throws ConfigException if a setting under {@code alignstream} has a name that nothing reads
   */
  Config config(Config options) {
    ConfigFactory.invalidateCaches();
    var given = options.withFallback(single()).withFallback(fromFile());
    var defaults = ConfigFactory.defaultReferenceUnresolved();
    var all =
        options
            .withFallback(single())
            .withFallback(ConfigFactory.systemEnvironmentOverrides())
            .withFallback(fromFile())
            .withFallback(defaults)
            .resolve();
    requireValid(given.resolveWith(all), all);
    return all;
  }

  private Config single() {
    var single = ConfigFactory.empty();
    for (var setting : settings.entrySet()) {
      single = single.withValue(full(setting.getKey()), value(setting.getValue()));
    }
    return single;
  }

  /** Plain text, or a list or an object in HOCON. */
  private static ConfigValue value(String text) {
    return text.startsWith("[") || text.startsWith("{")
        ? ConfigFactory.parseString("it = " + text).getValue("it")
        : ConfigValueFactory.fromAnyRef(text, "-D");
  }

  private Config fromFile() {
    if (file.isEmpty()) {
      return ConfigFactory.empty();
    }
    if (!Files.isReadable(file.get())) {
      throw new ConfigException.Generic("--config " + file.get() + ": no such readable file");
    }
    return ConfigFactory.parseFile(file.get().toFile());
  }

  private static void requireValid(Config given, Config all) {
    var known = ConfigFactory.defaultReference();
    for (var setting : given.entrySet()) {
      var key = setting.getKey();
      if (!key.startsWith("alignstream.") || OPEN.stream().anyMatch(key::startsWith)) {
        continue;
      }
      if (!known.hasPathOrNull(key)) {
        throw new ConfigException.BadPath(
            setting.getValue().origin(),
            String.join(".", ConfigUtil.splitPath(key)),
            "no such setting; reference.conf lists them all");
      }
      requireSameType(known, all, key);
    }
  }

  /** What reads the default must read the setting, too; otherwise this names the whole key. */
  private static void requireSameType(Config known, Config all, String key) {
    for (var type : TYPES) {
      if (reads(type, known, key)) {
        type.accept(all, key);
        return;
      }
    }
  }

  private static boolean reads(BiConsumer<Config, String> type, Config config, String key) {
    try {
      type.accept(config, key);
      return true;
    } catch (ConfigException e) {
      return false;
    }
  }

  private static String full(String key) {
    return key.startsWith("alignstream.") || key.startsWith("akka.") ? key : "alignstream." + key;
  }
}
