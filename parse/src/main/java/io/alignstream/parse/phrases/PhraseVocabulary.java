package io.alignstream.parse.phrases;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.alignstream.schemas.line.Phrase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Phrases and their ids, as MVPTR's {@code datasets/mvp/id2phrase_new.json} pairs them. A one-word
 * phrase that is also a word piece has the word piece's id; the others have ids after the word
 * pieces, with gaps.
 */
public final class PhraseVocabulary {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<Integer, Phrase> phrases;
  private final Map<Phrase, Integer> ids;

  private PhraseVocabulary(Map<Integer, Phrase> phrases) {
    this.phrases = Collections.unmodifiableMap(new LinkedHashMap<>(phrases));
    this.ids = new HashMap<>(phrases.size() * 2);
    phrases.forEach((id, phrase) -> ids.put(phrase, id));
  }

  /**
   * A vocabulary of these phrases in this order. Of a phrase with two ids the later one counts, as
   * in the reference.
   */
  public static PhraseVocabulary of(Map<Integer, Phrase> phrases) {
    return new PhraseVocabulary(phrases);
  }

  /** No phrases: what a model without a vocabulary knows. */
  public static PhraseVocabulary empty() {
    return new PhraseVocabulary(Map.of());
  }

  /**
   * Reads an {@code id2phrase} file.
   *
   * @throws IllegalArgumentException if it cannot be read or is no such file, naming the spot
   */
  public static PhraseVocabulary read(Path file) {
    try (var in = Files.newInputStream(file)) {
      return read(in);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "phrase vocabulary %s cannot be read: %s".formatted(file, e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "phrase vocabulary %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Reads {@code {"30522": ["boat", "two"], ...}}.
   *
   * @throws IllegalArgumentException if it is anything else, naming the spot
   */
  public static PhraseVocabulary read(InputStream in) throws IOException {
    var phrases = new LinkedHashMap<Integer, Phrase>();
    try (var json = JSON.createParser(in)) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        phrases.put(id(json), phrase(json));
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
    return new PhraseVocabulary(phrases);
  }

  /**
   * Writes the file in the reference's layout, that of Python's {@code json.dump}; an existing file
   * is replaced at once.
   */
  public void write(Path file) {
    var draft = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (var out = Files.newBufferedWriter(draft)) {
        PythonJson.write(phrases, out);
      }
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The id of a phrase. */
  public OptionalInt id(Phrase phrase) {
    var id = ids.get(phrase);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** The phrase of an id. */
  public Optional<Phrase> phrase(int id) {
    return Optional.ofNullable(phrases.get(id));
  }

  /**
   * The ids of those phrases that are known, in order (MVPTR, {@code modeling_pipeline.py}, {@code
   * phrase_extract}).
   */
  public List<Integer> ids(List<Phrase> some) {
    return some.stream().flatMap(phrase -> Optional.ofNullable(ids.get(phrase)).stream()).toList();
  }

  /** All phrases by id, in the file's order. */
  public Map<Integer, Phrase> phrases() {
    return phrases;
  }

  /** How many phrases there are. */
  public int size() {
    return phrases.size();
  }

  private static Integer id(JsonParser json) throws IOException {
    try {
      var id = Integer.valueOf(json.currentName());
      if (id >= 0) {
        return id;
      }
    } catch (NumberFormatException e) {
      // the message below says it
    }
    throw wrong(json, "an id must be a whole number from 0, not \"" + json.currentName() + '"');
  }

  private static Phrase phrase(JsonParser json) throws IOException {
    expect(json, json.nextToken(), JsonToken.START_ARRAY);
    var words = new ArrayList<String>(3);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json, json.currentToken(), JsonToken.VALUE_STRING);
      words.add(json.getText());
    }
    if (words.isEmpty() || words.size() > 3) {
      throw wrong(json, "a phrase has one to three words, not " + words);
    }
    return new Phrase(words);
  }

  private static void expect(JsonParser json, @Nullable JsonToken found, JsonToken wanted) {
    if (found != wanted) {
      throw wrong(json, "expected " + wanted + ", found " + found);
    }
  }

  private static IllegalArgumentException wrong(JsonParser json, String what) {
    var at = json.currentLocation();
    return new IllegalArgumentException(
        "line %d, column %d: %s; the format is {\"30522\": [\"boat\", \"two\"], ...}"
            .formatted(at.getLineNr(), at.getColumnNr(), what));
  }
}
