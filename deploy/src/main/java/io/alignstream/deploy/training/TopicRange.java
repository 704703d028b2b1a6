package io.alignstream.deploy.training;

import com.typesafe.config.ConfigException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A bounded range of a topic's records: {@code kafka:topic?from=0@5,1@0&to=0@105,1@98}, an offset
 * for each partition, the first one inclusive and the last one exclusive. {@code from} may be left
 * out for the beginning. {@code to} may not: a training that is resumed, or shared by processes,
 * must read the same events.
 *
 * @param from by partition; partitions that are not named begin where the topic does
 * @param to by partition; others are not read
 */
public record TopicRange(String topic, SortedMap<Integer, Long> from, SortedMap<Integer, Long> to) {
  /** How such a source begins. */
  public static final String SCHEME = "kafka:";

  private static final Pattern OFFSET = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

  /** Copies the maps. */
  public TopicRange {
    from = new TreeMap<>(from);
    to = new TreeMap<>(to);
  }

  /**
   * Reads the form above.
   *
   * @throws ConfigException if it is another
   */
  public static TopicRange parse(String source) {
    var rest = source.substring(SCHEME.length());
    int question = rest.indexOf('?');
    var topic = question < 0 ? rest : rest.substring(0, question);
    if (topic.isBlank()) {
      throw wrong(source, "no topic");
    }
    Map<String, SortedMap<Integer, Long>> ends = new LinkedHashMap<>();
    if (question >= 0) {
      for (var part : rest.substring(question + 1).split("&")) {
        int equals = part.indexOf('=');
        var name = equals < 0 ? part : part.substring(0, equals);
        if (equals < 0 || !(name.equals("from") || name.equals("to"))) {
          throw wrong(source, "'%s' is neither from=… nor to=…".formatted(part));
        }
        ends.put(name, offsets(source, part.substring(equals + 1)));
      }
    }
    return new TopicRange(
        topic,
        ends.getOrDefault("from", new TreeMap<>()),
        ends.getOrDefault("to", new TreeMap<>()));
  }

  private static SortedMap<Integer, Long> offsets(String source, String text) {
    var offsets = new TreeMap<Integer, Long>();
    for (var part : text.split(",")) {
      var matched = OFFSET.matcher(part.strip());
      if (!matched.matches()) {
        throw wrong(source, "'%s' is no <partition>@<offset>".formatted(part));
      }
      offsets.put(Integer.parseInt(matched.group(1)), Long.parseLong(matched.group(2)));
    }
    return offsets;
  }

  private static ConfigException wrong(String source, String message) {
    return new ConfigException.Generic(
        "--data %s: %s; the form is kafka:<topic>?from=0@5,1@0&to=0@105,1@98"
            .formatted(source, message));
  }

  /** Offsets in the form that {@link #parse} reads. */
  static String told(Map<Integer, Long> offsets) {
    return String.join(
        ",",
        new TreeMap<>(offsets)
            .entrySet().stream().map(end -> end.getKey() + "@" + end.getValue()).toList());
  }
}
