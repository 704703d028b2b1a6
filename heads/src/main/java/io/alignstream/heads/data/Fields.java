package io.alignstream.heads.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A JSON value of a data file, which says what it lacks.
 *
 * @param where such as {@code record 17}
 */
record Fields(Path file, String where, JsonNode value) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every element of a JSON array, or every line of JSON lines, one at a time. */
  static <T> List<T> records(Path file, Function<Fields, T> read) {
    return records(file, (number, entry) -> read.apply(entry));
  }

  /** The same with each one's number, from 0. */
  static <T> List<T> records(Path file, BiFunction<Integer, Fields, T> read) {
    var records = new ArrayList<T>();
    try (var in = Files.newInputStream(file);
        MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(in)) {
      while (values.hasNextValue()) {
        int number = records.size();
        records.add(read.apply(number, new Fields(file, "record " + number, values.nextValue())));
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return records;
  }

  /** The one JSON value of a file. */
  static Fields document(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new Fields(file, "the file", JSON.readTree(in));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static DataException unreadable(Path file, IOException e) {
    return e instanceof NoSuchFileException
        ? new DataException(file, "there is no such file", e)
        : new DataException(file, "it is no JSON, or cannot be read: " + e.getMessage(), e);
  }

  boolean has(String name) {
    return value.hasNonNull(name);
  }

  /** A field that must be there. */
  Fields field(String name) {
    if (!has(name)) {
      throw wrong("no field '%s'%s".formatted(name, fieldsThereAre()));
    }
    return new Fields(file, "%s, field '%s'".formatted(where, name), value.get(name));
  }

  /** A field that may be missing. */
  Optional<Fields> optional(String name) {
    return has(name) ? Optional.of(field(name)) : Optional.empty();
  }

  String text() {
    if (!value.isTextual()) {
      throw wrong("a text is needed, not " + shortened());
    }
    return value.asText();
  }

  /** A text or a whole number, as text. */
  String name() {
    if (!value.isTextual() && !value.isIntegralNumber()) {
      throw wrong("a text or a whole number is needed, not " + shortened());
    }
    return value.asText();
  }

  /** The same where files write keys: numbers lose their leading zeros. */
  String key() {
    return Keys.plain(name());
  }

  long whole() {
    if (!value.isIntegralNumber()) {
      throw wrong("a whole number is needed, not " + shortened());
    }
    return value.asLong();
  }

  float number() {
    if (!value.isNumber()) {
      throw wrong("a number is needed, not " + shortened());
    }
    return (float) value.asDouble();
  }

  /** The elements of an array. */
  List<Fields> list() {
    if (!value.isArray()) {
      throw wrong("a list is needed, not " + shortened());
    }
    var elements = new ArrayList<Fields>();
    for (var element : value) {
      elements.add(new Fields(file, "%s[%d]".formatted(where, elements.size()), element));
    }
    return elements;
  }

  /** Exactly so many elements. */
  List<Fields> list(int size) {
    var elements = list();
    if (elements.size() != size) {
      throw wrong("%d elements are needed, not %s".formatted(size, shortened()));
    }
    return elements;
  }

  DataException wrong(String message) {
    return new DataException(file, where + ": " + message);
  }

  private String fieldsThereAre() {
    var names = new ArrayList<String>();
    value.fieldNames().forEachRemaining(names::add);
    return value.isObject() ? ": it has " + names : ", but " + shortened();
  }

  private String shortened() {
    var text = value.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
