package io.alignstream.encode.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The word pieces that the goldens use, under their ids in BERT's uncased vocabulary. */
final class GoldenVocabulary {
  static final Path GOLDENS = Path.of("src/test/resources/goldens/text");

  private GoldenVocabulary() {}

  static WordPieceTokenizer tokenizer() {
    return new WordPieceTokenizer(Vocabulary.of(pieces()));
  }

  /** Ids that no golden uses stand as pieces that no text can have: a {@code <} is a word apart. */
  private static List<String> pieces() {
    var pieces = new ArrayList<String>();
    for (var line : lines(GOLDENS.resolve("wordpieces.tsv"))) {
      int tab = line.indexOf('\t');
      for (int id = Integer.parseInt(line.substring(0, tab)); pieces.size() < id; ) {
        pieces.add("<" + pieces.size() + ">");
      }
      pieces.add(line.substring(tab + 1));
    }
    return pieces;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(GOLDENS.resolve(name).toFile());
  }

  static List<String> strings(JsonNode array) {
    var strings = new ArrayList<String>();
    array.forEach(item -> strings.add(item.asText()));
    return strings;
  }

  static List<Integer> ints(JsonNode array) {
    var ints = new ArrayList<Integer>();
    array.forEach(item -> ints.add(item.asInt()));
    return ints;
  }
}
