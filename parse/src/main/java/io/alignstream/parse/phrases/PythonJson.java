package io.alignstream.parse.phrases;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.alignstream.schemas.line.Phrase;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/** The layout of Python's {@code json.dump}: spaces after commas and colons, ASCII only. */
final class PythonJson {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .build();

  private PythonJson() {}

  static void write(Map<Integer, Phrase> phrases, Writer out) throws IOException {
    try (var json = JSON.createGenerator(out)) {
      json.setPrettyPrinter(new Spaced());
      json.writeStartObject();
      for (var entry : phrases.entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        json.writeStartArray();
        for (var word : entry.getValue().words()) {
          json.writeString(word);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
  }

  private static final class Spaced extends MinimalPrettyPrinter {
    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
      out.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
      out.writeRaw(", ");
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator out) throws IOException {
      out.writeRaw(", ");
    }
  }
}
