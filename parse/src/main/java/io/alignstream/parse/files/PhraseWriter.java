package io.alignstream.parse.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.schemas.line.Phrase;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes captions with their phrases one at a time: every field is kept and {@code phrases} is
 * added, or replaced.
 */
public final class PhraseWriter implements Closeable {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private final CaptionFormat format;
  private final BufferedWriter out;
  private boolean begun;

  /** Writes to a stream, which closing the writer closes. */
  public PhraseWriter(OutputStream out, CaptionFormat format) {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    this.format = format;
  }

  /** Writes one. */
  public void write(Caption caption, List<Phrase> phrases) {
    try {
      switch (format) {
        case JSON -> {
          out.write(begun ? ",\n" : "[");
          out.write(dictionary(caption, phrases));
        }
        case JSONL -> out.write(dictionary(caption, phrases) + "\n");
        case TXT -> out.write(line(phrases) + "\n");
      }
      begun = true;
    } catch (IOException e) {
      throw new UncheckedIOException("phrases cannot be written: " + e.getMessage(), e);
    }
  }

  /** Sends on what was written so far. */
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("phrases cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    if (format == CaptionFormat.JSON) {
      out.write(begun ? "]\n" : "[]\n");
    }
    out.close();
  }

  private static String dictionary(Caption caption, List<Phrase> phrases) throws IOException {
    var all = caption.fields().deepCopy();
    var list = all.putArray("phrases");
    phrases.forEach(phrase -> phrase.words().forEach(list.addArray()::add));
    return JSON.writeValueAsString(all);
  }

  private static String line(List<Phrase> phrases) {
    return phrases.stream()
        .map(phrase -> String.join("|", phrase.words()))
        .collect(Collectors.joining("\t"));
  }
}
