package io.alignstream.ingest.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The items of a JSON array, one at a time: the file's only value, or a field of it. */
final class JsonItems implements Iterator<JsonNode>, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final String field;
  private final long bytes;
  private final JsonParser parser;
  private int number = -1;
  private @Nullable JsonNode next;

  /**
   * Opens a file.
   *
   * @param field the field that holds the array; empty if the array is the whole file
   */
  JsonItems(Path file, String field) {
    this.file = file;
    this.field = field;
    try {
      this.bytes = Files.size(file);
      this.parser = JSON.createParser(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    } catch (IOException e) {
      throw new DatasetException("%s cannot be read: %s".formatted(file, e), e);
    }
    read(() -> goToArray());
    advance();
  }

  /** Reads JSON, whose faults name the line. */
  private interface Step {
    void run() throws IOException;
  }

  private void read(Step step) {
    try {
      step.run();
    } catch (JsonProcessingException e) {
      throw new DatasetException(
          "%s, line %d, column %d: %s"
              .formatted(
                  file,
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new DatasetException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  private void goToArray() throws IOException {
    parser.nextToken();
    if (!field.isEmpty()) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new DatasetException("%s holds no JSON object".formatted(file));
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME && !field.equals(parser.currentName())) {
        parser.nextToken();
        parser.skipChildren();
      }
      parser.nextToken();
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new DatasetException(
          field.isEmpty()
              ? "%s holds no JSON array".formatted(file)
              : "%s: field %s is missing or no array".formatted(file, field));
    }
  }

  private void advance() {
    number++;
    read(
        () -> {
          var token = parser.nextToken();
          if (token == null) {
            throw new DatasetException("%s ends within its array".formatted(file));
          }
          next = token == JsonToken.END_ARRAY ? null : JSON.readTree(parser);
        });
  }

  /** The file and the number of the next item, from 0. */
  String place() {
    return "%s, %sitem %d".formatted(file, field.isEmpty() ? "" : field + " ", number);
  }

  double progress() {
    return bytes == 0 ? 1 : (double) parser.currentLocation().getByteOffset() / bytes;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public JsonNode next() {
    var item = next;
    if (item == null) {
      throw new NoSuchElementException();
    }
    advance();
    return item;
  }

  /** A field that must be text or a number, as text. */
  static String text(JsonNode item, String field, String place) {
    var value = item.path(field);
    if (!value.isTextual() && !value.isIntegralNumber()) {
      throw new DatasetException(
          "%s: field %s is %s"
              .formatted(place, field, value.isMissingNode() ? "missing" : "no text"));
    }
    return value.asText();
  }

  @Override
  public void close() {
    read(parser::close);
  }
}
