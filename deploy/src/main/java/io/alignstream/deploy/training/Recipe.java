package io.alignstream.deploy.training;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of a training under the reference scripts' names: what is given, over a recipe, over the
 * defaults. An unknown or missing name is an error that says which.
 *
 * @param task one of {@link #TASKS}
 */
public record Recipe(String task, Config settings) {
  /** Names of the tasks. */
  public static final List<String> TASKS =
      List.of("pretrain", "mlm", "retrieval", "vqa", "ve", "re", "classification");

  /** Recipes that come along, by name. */
  public static final List<String> SHIPPED =
      List.of(
          "pretrain",
          "mlm",
          "retrieval-flickr30k",
          "retrieval-coco",
          "vqa",
          "ve",
          "re",
          "classification",
          "demo-pretrain",
          "demo-retrieval",
          "demo-vqa",
          "demo-ve",
          "demo-re",
          "demo-mlm");

  /**
   * Reads one.
   *
   * @param task one of {@link #TASKS}
   * @param recipe a file, or one of {@link #SHIPPED}; without one the task's own
   * @param given single settings
   * @throws ConfigException if a name is unknown or missing, or a value of another kind
   */
  public static Recipe read(String task, Optional<String> recipe, Map<String, String> given) {
    if (!TASKS.contains(task)) {
      throw new ConfigException.Generic("--task is one of %s, not %s".formatted(TASKS, task));
    }
    var defaults = shipped("defaults");
    var chosen = recipe.map(Recipe::open).orElseGet(() -> shipped(ofTask(task)));
    var own =
        ConfigFactory.parseMap(typed(given, defaults), "--set")
            .withFallback(chosen.withoutPath("task"));
    for (var entry : own.entrySet()) {
      if (!defaults.hasPathOrNull(entry.getKey())) {
        throw new ConfigException.BadPath(
            entry.getValue().origin(), entry.getKey(), "there is no such setting of a recipe");
      }
    }
    if (chosen.hasPath("task") && !chosen.getString("task").equals(task)) {
      throw new ConfigException.Generic(
          "the recipe is for %s, not for %s".formatted(chosen.getString("task"), task));
    }
    return new Recipe(task, own.withFallback(defaults).resolve());
  }

  /** Lists come as elements with commas between them. */
  private static Map<String, Object> typed(Map<String, String> given, Config defaults) {
    var typed = new LinkedHashMap<String, Object>(given);
    given.forEach(
        (key, value) -> {
          if (defaults.hasPath(key) && defaults.getValue(key).valueType() == ConfigValueType.LIST) {
            typed.put(key, value.isBlank() ? List.of() : List.of(value.strip().split("\\s*,\\s*")));
          }
        });
    return typed;
  }

  private static String ofTask(String task) {
    return task.equals("retrieval") ? "retrieval-flickr30k" : task;
  }

  private static Config open(String recipe) {
    var file = Path.of(recipe);
    if (Files.isRegularFile(file)) {
      return ConfigFactory.parseFile(file.toFile());
    }
    if (SHIPPED.contains(recipe)) {
      return shipped(recipe);
    }
    throw new ConfigException.Generic(
        "--recipe %s: no such file, and none of %s".formatted(recipe, SHIPPED));
  }

  private static Config shipped(String name) {
    return ConfigFactory.parseResources(
        Recipe.class.getClassLoader(),
        "recipes/%s.conf".formatted(name),
        ConfigParseOptions.defaults().setAllowMissing(false));
  }

  /** The seed of everything random. */
  public long seed() {
    return settings.getLong("seed");
  }

  /** A text. */
  public String text(String key) {
    return settings.getString(key);
  }

  /** A whole number. */
  public int whole(String key) {
    return settings.getInt(key);
  }

  /** A number. */
  public double number(String key) {
    return settings.getDouble(key);
  }

  /** Yes or no. */
  public boolean truth(String key) {
    return settings.getBoolean(key);
  }
}
