package io.alignstream.deploy.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** Prepares a directory for a broker's data, as {@code kafka-storage format} does. */
final class StorageFormat {
  private StorageFormat() {}

  /** Leaves a directory that was prepared before as it is. */
  static void format(BrokerProperties properties) {
    var directory = properties.directory();
    try {
      Files.createDirectories(directory);
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
          .setClusterId(clusterId(directory))
          .setNodeId(BrokerProperties.NODE_ID)
          .setDirectories(List.of(directory.toString()))
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setHasDynamicQuorum(false)
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(directory + " cannot hold a broker's data: " + e, e);
    }
  }

  private static String clusterId(Path directory) throws IOException {
    var meta = directory.resolve("meta.properties");
    if (!Files.exists(meta)) {
      return Uuid.randomUuid().toString();
    }
    var known = new Properties();
    try (var reader = Files.newBufferedReader(meta)) {
      known.load(reader);
    }
    return known.getProperty("cluster.id", Uuid.randomUuid().toString());
  }
}
