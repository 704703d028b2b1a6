package io.alignstream.encode.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Word pieces and their ids, as BERT's {@code vocab.txt} lists them: line n is id n, from 0. */
public final class Vocabulary {
  /** Padding, id 0 in the reference. */
  public static final String PAD = "[PAD]";

  /** What is in no vocabulary. */
  public static final String UNKNOWN = "[UNK]";

  /** Begins a sequence. */
  public static final String CLS = "[CLS]";

  /** Ends a sequence. */
  public static final String SEP = "[SEP]";

  /** Hides a word. */
  public static final String MASK = "[MASK]";

  /** The pieces that texts may name in capitals and that no tokenizer splits. */
  static final List<String> SPECIAL = List.of(PAD, UNKNOWN, CLS, SEP, MASK);

  private final List<String> pieces;
  private final Map<String, Integer> ids;

  private Vocabulary(List<String> pieces, Map<String, Integer> ids) {
    this.pieces = pieces;
    this.ids = ids;
  }

  /**
   * Reads {@code vocab.txt}, UTF-8.
   *
   * @throws IOException if it cannot be read, or is no vocabulary
   */
  public static Vocabulary read(Path file) throws IOException {
    try (var reader = Files.newBufferedReader(file)) {
      return read(reader);
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": it is not UTF-8 text", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Writes {@code vocab.txt}, a piece a line. */
  public void write(Path file) throws IOException {
    Files.write(file, pieces);
  }

  private static Vocabulary read(BufferedReader lines) throws IOException {
    var pieces = new ArrayList<String>();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      pieces.add(line);
    }
    return of(pieces);
  }

  /**
   * A vocabulary of these pieces, whose ids are their places; of equal ones the last counts.
   *
   * @throws IllegalArgumentException if one of the five special pieces is missing
   */
  public static Vocabulary of(List<String> pieces) {
    var ids = new HashMap<String, Integer>(pieces.size() * 2);
    for (int id = 0; id < pieces.size(); id++) {
      ids.put(pieces.get(id), id);
    }
    for (var special : SPECIAL) {
      if (!ids.containsKey(special)) {
        throw new IllegalArgumentException(
            "no vocabulary: of %d lines none is %s".formatted(pieces.size(), special));
      }
    }
    return new Vocabulary(List.copyOf(pieces), ids);
  }

  /** Number of pieces. */
  public int size() {
    return pieces.size();
  }

  /** The id of a piece. */
  public Optional<Integer> find(String piece) {
    return Optional.ofNullable(ids.get(piece));
  }

  /** The id of a piece, that of {@code [UNK]} if it has none. */
  public int id(String piece) {
    return find(piece).orElseGet(() -> Objects.requireNonNull(ids.get(UNKNOWN)));
  }

  /**
   * The piece of an id.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public String piece(int id) {
    return pieces.get(id);
  }

  boolean contains(String piece) {
    return ids.containsKey(piece);
  }
}
