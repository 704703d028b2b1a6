package io.alignstream.deploy.world;

import io.alignstream.schemas.line.Box;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is seen of a thing: by an eye that misses nothing, or by a detector.
 *
 * @param words that fit it, {@code large}, {@code striped}, {@code red}, {@code circle}
 * @param box where it is
 */
public record Seen(Set<String> words, Box box) {
  /** Copies the words. */
  public Seen {
    words = Set.copyOf(words);
  }

  /** What a faultless eye sees of a scene, from back to front. */
  public static List<Seen> all(Scene scene) {
    return scene.things().stream()
        .map(
            thing ->
                new Seen(
                    thing.attributes().stream().map(Attribute::word).collect(Collectors.toSet()),
                    thing.box()))
        .toList();
  }

  /** How many of these words fit it. */
  long fitting(Set<String> said) {
    return said.stream().filter(words::contains).count();
  }
}
