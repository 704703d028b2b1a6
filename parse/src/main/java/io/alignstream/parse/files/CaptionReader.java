package io.alignstream.parse.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads captions one at a time. UTF-8, a byte order mark allowed; empty lines of JSON lines are
 * skipped, those of plain text are captions.
 *
 * <p>It throws {@link CaptionFileException} for what is no caption, naming file and line.
 */
public final class CaptionReader implements Closeable {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS) // numbers stay as written
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final int BUFFER = 1 << 16;

  private final String name;
  private final String field;
  private final CaptionFormat format;
  private final Counted bytes;
  private final InputStream buffered;
  private final Optional<JsonParser> list;
  private long line;

  private CaptionReader(
      String name,
      String field,
      CaptionFormat format,
      Counted bytes,
      InputStream buffered,
      Optional<JsonParser> list) {
    this.name = name;
    this.field = field;
    this.format = format;
    this.bytes = bytes;
    this.buffered = buffered;
    this.list = list;
  }

  /**
   * Opens a stream of captions, which closing the reader closes.
   *
   * @param name of the file, for messages
   * @param field of a dictionary, that holds its caption; MVPTR's is {@code text}
   */
  public static CaptionReader open(
      InputStream in, String name, CaptionFormat format, String field) {
    try {
      var bytes = new Counted(in);
      var buffered = new BufferedInputStream(bytes, BUFFER);
      return new CaptionReader(
          name,
          field,
          format,
          bytes,
          buffered,
          format == CaptionFormat.JSON
              ? Optional.of(JSON.getFactory().createParser(buffered))
              : Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next caption; empty at the end. */
  public Optional<Caption> next() {
    try {
      return list.isPresent() ? nextOfList(list.get()) : nextLine();
    } catch (CharacterCodingException e) {
      throw wrong(line, "not UTF-8");
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw wrong(
          list.isPresent() && at != null ? at.getLineNr() : line,
          "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Whether something can be read without waiting. */
  public boolean isReady() {
    try {
      return buffered.available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Bytes read so far, some of them ahead. */
  public long bytesRead() {
    return bytes.count;
  }

  @Override
  public void close() {
    try {
      buffered.close();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be closed: " + e.getMessage(), e);
    }
  }

  private Optional<Caption> nextLine() throws IOException {
    for (var bytesOfLine = line(); bytesOfLine.isPresent(); bytesOfLine = line()) {
      line++;
      var text = decode(bytesOfLine.get());
      if (format == CaptionFormat.TXT) {
        return Optional.of(
            new Caption(text, JsonNodeFactory.instance.objectNode().put("text", text)));
      }
      if (!text.isBlank()) {
        return Optional.of(caption(JSON.readTree(text), line));
      }
    }
    return Optional.empty();
  }

  /** The bytes up to a line feed or the end. */
  private Optional<ByteBuffer> line() throws IOException {
    var all = new ByteArrayOutputStream();
    int one = buffered.read();
    if (one < 0) {
      return Optional.empty();
    }
    for (; one >= 0 && one != '\n'; one = buffered.read()) {
      all.write(one);
    }
    return Optional.of(ByteBuffer.wrap(all.toByteArray()));
  }

  private String decode(ByteBuffer bytesOfLine) throws CharacterCodingException {
    var text = StandardCharsets.UTF_8.newDecoder().decode(bytesOfLine).toString();
    if (line == 1 && text.startsWith(BYTE_ORDER_MARK)) {
      text = text.substring(1);
    }
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private Optional<Caption> nextOfList(JsonParser json) throws IOException {
    if (line == 0) {
      line = 1;
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw wrong(1, "expected a JSON list of dictionaries ('[{\"text\": ...}, ...]')");
      }
    }
    var token = json.nextToken();
    if (token == null || token == JsonToken.END_ARRAY) { // null: asked again after the end
      return Optional.empty();
    }
    int begin = json.currentTokenLocation().getLineNr();
    return Optional.of(caption(JSON.readTree(json), begin));
  }

  private Caption caption(JsonNode node, long at) {
    if (!(node instanceof ObjectNode fields)) {
      throw wrong(at, "expected a dictionary, found " + shortened(node));
    }
    var text = fields.path(field);
    if (!text.isTextual()) {
      throw wrong(
          at,
          text.isMissingNode()
              ? "no field \"%s\" in %s".formatted(field, shortened(node))
              : "field \"%s\" is no text: %s".formatted(field, shortened(text)));
    }
    return new Caption(text.asText(), fields);
  }

  private CaptionFileException wrong(long at, String what) {
    return new CaptionFileException(name, at, what);
  }

  private static String shortened(JsonNode node) {
    var text = node.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      count += Math.max(read, 0);
      return read;
    }
  }
}
