package io.alignstream.schemas.wire;

import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.FineTuningCommand;
import io.alignstream.schemas.avro.FineTuningProgress;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.avro.ModelRelease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Every version of every record that was ever written, from the jar's {@code
 * avro/<Record>/<version>.avsc}.
 */
public final class SchemaHistory {
  private static final SchemaHistory OF_JAR = load();

  private final Map<String, List<Schema>> versions;
  private final Map<Long, Schema> byFingerprint;

  private SchemaHistory(Map<String, List<Schema>> versions) {
    this.versions = Map.copyOf(versions);
    this.byFingerprint = new HashMap<>();
    versions.values().forEach(all -> all.forEach(this::remember));
  }

  /** The history that ships with these classes. */
  public static SchemaHistory ofJar() {
    return OF_JAR;
  }

  /** The records that stand on topics of their own, as this version knows them. */
  public static List<Schema> topLevel() {
    return List.of(
        ImageCaptionEvent.getClassSchema(),
        IndexEntry.getClassSchema(),
        Answer.getClassSchema(),
        FineTuningCommand.getClassSchema(),
        FineTuningProgress.getClassSchema(),
        ModelRelease.getClassSchema());
  }

  /** All versions of a record, oldest first; empty for a record without history. */
  public List<Schema> versions(String recordName) {
    return versions.getOrDefault(recordName, List.of());
  }

  /** The schema with a fingerprint (Rabin, 64 bits, of the parsing canonical form). */
  public Optional<Schema> byFingerprint(long fingerprint) {
    return Optional.ofNullable(byFingerprint.get(fingerprint));
  }

  /** The fingerprint that stands in front of a value of this schema. */
  public static long fingerprint(Schema schema) {
    return SchemaNormalization.parsingFingerprint64(schema);
  }

  private void remember(Schema schema) {
    byFingerprint.put(fingerprint(schema), schema);
  }

  private static SchemaHistory load() {
    var versions = new HashMap<String, List<Schema>>();
    for (var schema : topLevel()) {
      versions.put(schema.getName(), load(schema.getName()));
    }
    return new SchemaHistory(versions);
  }

  private static List<Schema> load(String name) {
    var schemas = new ArrayList<Schema>();
    for (int version = 1; ; version++) {
      try (var resource =
          SchemaHistory.class.getResourceAsStream("/avro/%s/%d.avsc".formatted(name, version))) {
        if (resource == null) {
          return List.copyOf(schemas);
        }
        schemas.add(new Schema.Parser().parse(resource));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
