package io.alignstream.detect.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alignstream.schemas.line.Regions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Regions by image content and model version, one file each, bounded in bytes: what was not asked
 * for the longest goes first. Files appear whole or not at all; a damaged one counts as missing. A
 * disk that fails costs time, never a detection. Safe for several threads.
 */
public final class DetectionCache {
  private static final Logger LOG = LoggerFactory.getLogger(DetectionCache.class);
  private static final String SUFFIX = ".regions";

  private final Path directory;
  private final long maxBytes;
  private final Map<String, Long> sizes = new LinkedHashMap<>(16, 0.75f, true); // by last use
  private long bytes;

  private DetectionCache(Path directory, long maxBytes) {
    this.directory = directory;
    this.maxBytes = maxBytes;
  }

  /**
   * Opens a directory, made if it is missing, with whatever earlier runs left there.
   *
   * @param maxBytes of all files; VinVL's 100 regions take 0.8 MB
   * @throws IOException if it cannot be used
   */
  public static DetectionCache open(Path directory, long maxBytes) throws IOException {
    Files.createDirectories(directory);
    var cache = new DetectionCache(directory, maxBytes);
    record Found(Path file, FileTime used, long size) {}
    var found = new ArrayList<Found>();
    try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (var file : files) {
        found.add(new Found(file, Files.getLastModifiedTime(file), Files.size(file)));
      }
    }
    found.sort(Comparator.comparing(Found::used));
    for (var file : found) {
      cache.count(file.file().getFileName().toString(), file.size());
    }
    cache.shrink();
    return cache;
  }

  /** The regions that a model version found in an image of that content. */
  public Optional<Regions> find(String contentHash, String modelVersion) {
    var name = name(contentHash, modelVersion);
    synchronized (this) {
      if (sizes.get(name) == null) {
        return Optional.empty();
      }
    }
    var file = directory.resolve(name);
    try {
      var regions = RegionsFile.read(Files.readAllBytes(file));
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(regions);
    } catch (IOException e) {
      LOG.warn("{} is left out: {}", file, e.toString());
      forget(name);
      return Optional.empty();
    }
  }

  /** Keeps regions. */
  public void put(String contentHash, String modelVersion, Regions regions) {
    var name = name(contentHash, modelVersion);
    try {
      var content = RegionsFile.write(regions);
      var temporary = Files.createTempFile(directory, name, ".incomplete");
      try {
        Files.write(temporary, content);
        Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
      synchronized (this) {
        count(name, content.length);
        shrink();
      }
    } catch (IOException e) {
      LOG.warn("cannot keep a detection in {}: {}", directory, e.toString());
    }
  }

  /** Bytes that are kept. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Number of images whose regions are kept. */
  public synchronized int size() {
    return sizes.size();
  }

  private synchronized void count(String name, long size) {
    var before = sizes.put(name, size);
    bytes += size - (before == null ? 0 : before);
  }

  private synchronized void shrink() throws IOException {
    for (var name : List.copyOf(sizes.keySet())) {
      if (bytes <= maxBytes) {
        return;
      }
      forget(name);
      Files.deleteIfExists(directory.resolve(name));
    }
  }

  private synchronized void forget(String name) {
    var size = sizes.remove(name);
    bytes -= size == null ? 0 : size;
  }

  private static String name(String contentHash, String modelVersion) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(contentHash.getBytes(UTF_8));
      digest.update((byte) 0);
      return HexFormat.of().formatHex(digest.digest(modelVersion.getBytes(UTF_8))) + SUFFIX;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
