package io.alignstream.ingest.check;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;

/**
 * How large an event's parts may be.
 *
 * @param maxIdCharacters longest event, image or task id and features key
 * @param maxUriCharacters longest image URI
 * @param maxCaptions most captions
 * @param maxTasks most tasks
 * @param maxTextCharacters longest caption, task text or choice
 * @param maxTextWords most words of each, words being what white space separates
 * @param maxPhrases most phrases given with a text
 * @param maxChoices most choices of a task
 * @param maxAttributes most attributes
 * @param maxAttributeCharacters longest name or value of an attribute
 */
public record CheckSettings(
    int maxIdCharacters,
    int maxUriCharacters,
    int maxCaptions,
    int maxTasks,
    int maxTextCharacters,
    int maxTextWords,
    int maxPhrases,
    int maxChoices,
    int maxAttributes,
    int maxAttributeCharacters) {
  private static final String SECTION = "alignstream.ingest.check.";

  /** Reads {@code alignstream.ingest.check}. */
  public static CheckSettings from(Config section) {
    return new CheckSettings(
        positive(section, "max-id-characters"),
        positive(section, "max-uri-characters"),
        positive(section, "max-captions"),
        positive(section, "max-tasks"),
        positive(section, "max-text-characters"),
        positive(section, "max-text-words"),
        positive(section, "max-phrases"),
        positive(section, "max-choices"),
        positive(section, "max-attributes"),
        positive(section, "max-attribute-characters"));
  }

  private static int positive(Config section, String key) {
    int value = section.getInt(key);
    if (value < 1) {
      throw new ConfigException.BadValue(
          section.origin(), SECTION + key, "must be at least 1, not " + value);
    }
    return value;
  }
}
