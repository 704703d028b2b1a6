package io.alignstream.ingest.fetch;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where images may come from.
 *
 * @param fileRoots directories under which {@code file:} URIs are allowed; none: no files
 * @param http whether and how {@code http(s):} URIs are allowed
 */
public record FetchSettings(List<Path> fileRoots, HttpSettings http) {
  /** Copies the roots. */
  public FetchSettings {
    fileRoots = List.copyOf(fileRoots);
  }

  /** Nothing but images inside events. */
  public static FetchSettings inlineOnly() {
    return new FetchSettings(List.of(), HttpSettings.off());
  }

  /** Reads {@code alignstream.ingest.fetch}; every root must be a directory. */
  public static FetchSettings from(Config section) {
    return new FetchSettings(
        section.getStringList("file-roots").stream().map(root -> directory(section, root)).toList(),
        HttpSettings.from(section.getConfig("http")));
  }

  private static Path directory(Config section, String root) {
    var path = Path.of(root);
    if (!Files.isDirectory(path)) {
      throw new ConfigException.BadValue(
          section.origin(), "alignstream.ingest.fetch.file-roots", "no such directory: " + root);
    }
    return path;
  }
}
