package io.alignstream.deploy.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every figure under its key, as flat JSON; ceilings and numbers of items beside them. */
final class DemoReport {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private DemoReport() {}

  static void write(Examined examined, Path file) {
    try {
      var parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      JSON.writeValue(file.toFile(), figures(examined));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  static Map<String, Number> figures(Examined examined) {
    var all = new LinkedHashMap<String, Number>();
    var counts = examined.counts();
    all.put("events.published", counts.published());
    all.put("events.answered", counts.answered());
    all.put("events.dead_lettered", counts.deadLettered());
    all.put("reranking.events", counts.again());
    all.put("reranking.pairs", counts.pairs());
    all.put("seconds.events", examined.answering().toMillis() / 1000.0);
    all.put("seconds.reranking", examined.reranking().toMillis() / 1000.0);
    var figures = examined.figures().all();
    figures.forEach(figure -> all.put(figure.key(), figure.value()));
    figures.forEach(figure -> all.put("ceiling." + figure.key(), figure.ceiling()));
    figures.forEach(figure -> all.put("count." + figure.key(), figure.count()));
    return all;
  }
}
