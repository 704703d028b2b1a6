package io.alignstream.parse.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.schemas.line.Phrase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Recordings of the original SPICE. */
public final class SpiceGolden {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SpiceGolden() {}

  /** The lines of one file. */
  public static List<JsonNode> read(String name) {
    var stream = SpiceGolden.class.getResourceAsStream("/goldens/" + name);
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      var lines = new ArrayList<JsonNode>();
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(JSON.readTree(line));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Phrases of a field such as {@code tuples}. */
  public static List<Phrase> phrases(JsonNode tuples) {
    return stream(tuples).map(words -> new Phrase(texts(words))).toList();
  }

  /** Dependency graphs of a line's sentences, read from {@code graph} or {@code graph_prepared}. */
  public static List<DependencyGraph> graphs(JsonNode line, String field) {
    return stream(line.get("sentences")).map(sentence -> graph(sentence, field)).toList();
  }

  private static DependencyGraph graph(JsonNode sentence, String field) {
    var tokens = new ArrayList<Token>();
    for (var token : sentence.get("tokens")) {
      int at = tokens.size(); // the recordings have no character positions; any will do here
      tokens.add(
          new Token(
              token.get(0).asText(),
              token.get(1).asText(),
              token.get(2).asText(),
              new Span(at, at + 1)));
    }
    var edges =
        stream(sentence.get(field))
            .map(
                edge ->
                    new Dependency(edge.get(0).asText(), edge.get(1).asInt(), edge.get(2).asInt()))
            .toList();
    return new DependencyGraph(tokens, edges);
  }

  private static List<String> texts(JsonNode words) {
    return stream(words).map(JsonNode::asText).toList();
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
