package io.alignstream.detect.config;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values by dotted key, {@code MODEL.RPN.NMS_THRESH}, as the reference's files spell them.
 *
 * @param origin where they come from, for messages
 * @param values nested sections flattened
 */
record Options(String origin, Map<String, Object> values) {
  /** The goldens' form holds these beside the overrides. */
  static final String BLOCKS = "backbone_blocks";

  static final String C5_BLOCKS = "c5_blocks";
  private static final String OVERRIDES = "overrides_of_vinvl_x152c4_yaml";

  /** Sections whose keys must be known; others are about data sets and the like. */
  private static final List<String> CHECKED =
      List.of("MODEL.", "INPUT.", "DATALOADER.", "SOLVER.", "TEST.");

  Options {
    values = Map.copyOf(values);
  }

  /** VinVL's X152-C4 model. */
  static Options vinvl() {
    var found =
        ConfigFactory.parseResources(
            Options.class,
            "vinvl-x152c4.conf",
            ConfigParseOptions.defaults().setAllowMissing(false));
    return flatten("vinvl-x152c4.conf", found.root().unwrapped());
  }

  /** These values, replaced by a file's. */
  Options replacedBy(Path file) {
    return replacedBy(flatten(file.toString(), read(file)));
  }

  /** These values, replaced by those of a text in HOCON. */
  Options replacedBy(String hocon) {
    var config = ConfigFactory.parseString(hocon).resolve();
    return replacedBy(flatten("the hyperparameters", config.root().unwrapped()));
  }

  private Options replacedBy(Options flat) {
    var replaced = new LinkedHashMap<>(values);
    for (var value : flat.values.entrySet()) {
      var key =
          value.getKey().startsWith(OVERRIDES + ".")
              ? value.getKey().substring(OVERRIDES.length() + 1)
              : value.getKey();
      if (CHECKED.stream().anyMatch(key::startsWith) && !values.containsKey(key)) {
        throw new ConfigException.Generic("%s: unknown key %s".formatted(flat.origin, key));
      }
      replaced.put(key, value.getValue());
    }
    return new Options(flat.origin, replaced);
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  int integer(String key) {
    return (int) number(key);
  }

  double number(String key) {
    if (value(key) instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(key, "a number");
  }

  boolean flag(String key) {
    if (value(key) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(key, "true or false");
  }

  String text(String key) {
    return String.valueOf(value(key));
  }

  List<Double> numbers(String key) {
    return list(value(key)).stream().map(entry -> toDouble(key, entry)).toList();
  }

  List<Integer> integers(String key) {
    return numbers(key).stream().map(Double::intValue).toList();
  }

  List<List<Integer>> rows(String key) {
    return list(value(key)).stream()
        .map(row -> list(row).stream().map(entry -> (int) toDouble(key, entry)).toList())
        .toList();
  }

  /** Refuses a value that this detector has no code for. */
  void require(String key, Object only) {
    if (!String.valueOf(value(key)).equals(String.valueOf(only))) {
      throw new ConfigException.Generic(
          "%s: %s is %s, but only %s is supported".formatted(origin, key, value(key), only));
    }
  }

  private Object value(String key) {
    var value = values.get(key);
    if (value == null) {
      throw new ConfigException.Generic("%s: %s is missing".formatted(origin, key));
    }
    return value;
  }

  private ConfigException wrong(String key, String wanted) {
    return new ConfigException.Generic(
        "%s: %s is '%s', not %s".formatted(origin, key, value(key), wanted));
  }

  private double toDouble(String key, Object entry) {
    if (entry instanceof Number number) {
      return number.doubleValue();
    }
    try {
      return Double.parseDouble(String.valueOf(entry).strip());
    } catch (NumberFormatException e) {
      throw wrong(key, "numbers");
    }
  }

  /** YAML has no tuples: {@code (49000, 65000)} is a text there. */
  private static List<?> list(Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    var text = String.valueOf(value).replaceAll("^\\(|,?\\s*\\)$", "").strip();
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
  }

  private static Map<String, Object> read(Path file) {
    var name = file.getFileName().toString();
    try {
      if (name.endsWith(".yaml") || name.endsWith(".yml")) {
        return new YAMLMapper().readerForMapOf(Object.class).readValue(file.toFile());
      }
    } catch (IOException e) {
      throw new ConfigException.Generic(file + ": cannot be read: " + e.getMessage(), e);
    }
    return ConfigFactory.parseFile(
            file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
        .resolve()
        .root()
        .unwrapped();
  }

  private static Options flatten(String origin, Map<String, Object> nested) {
    var flat = new LinkedHashMap<String, Object>();
    flatten("", nested, flat);
    return new Options(origin, flat);
  }

  private static void flatten(String prefix, Map<?, ?> nested, Map<String, Object> flat) {
    for (var entry : nested.entrySet()) {
      var key = prefix + entry.getKey();
      if (entry.getValue() instanceof Map<?, ?> section) {
        flatten(key + ".", section, flat);
      } else if (entry.getValue() != null) {
        flat.put(key, entry.getValue());
      }
    }
  }
}
