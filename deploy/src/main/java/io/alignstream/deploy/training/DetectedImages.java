package io.alignstream.deploy.training;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.alignstream.detect.cache.CachedDetector;
import io.alignstream.detect.cache.DetectionCache;
import io.alignstream.detect.stage.Detector;
import io.alignstream.detect.vinvl.VinvlDetector;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.heads.data.DataException;
import io.alignstream.heads.data.ImageInput;
import io.alignstream.heads.data.ImageInputs;
import io.alignstream.ingest.decode.DecodeSettings;
import io.alignstream.ingest.decode.ImageDecoder;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Regions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Images of a directory as the detector sees them, by file name without its suffix. What it saw
 * once is kept by the image's content and the model's version, so that an image costs its detection
 * once and a look into the cache in every epoch. The detector stays open until the process ends.
 *
 * @param files by key
 * @param detector behind its cache; one image at a time
 */
record DetectedImages(
    Path directory, Map<String, Path> files, ImageDecoder decoder, Detector detector)
    implements ImageInputs {
  private static final List<String> SUFFIXES =
      List.of(".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp");

  /**
   * Opens a directory of images.
   *
   * @param model the detector's directory
   * @param cache directory, made if it is missing
   * @param cacheBytes most bytes that it keeps
   */
  static DetectedImages open(Path directory, Path model, Path cache, long cacheBytes) {
    if (!Files.isDirectory(model)) {
      throw new ConfigException.Generic(
          "detector %s: no such directory (weights, configuration, label map)".formatted(model));
    }
    try {
      return of(
          directory,
          new CachedDetector(
              VinvlDetector.open(model, DeviceSettings.cpu()),
              DetectionCache.open(cache, cacheBytes)));
    } catch (IOException e) {
      throw new UncheckedIOException("images of %s: %s".formatted(directory, e.getMessage()), e);
    }
  }

  /** Images of a directory as any detector sees them. */
  static DetectedImages of(Path directory, Detector detector) throws IOException {
    var decode = ConfigFactory.defaultReference().resolve().getConfig("alignstream.ingest.decode");
    return new DetectedImages(
        directory, files(directory), new ImageDecoder(DecodeSettings.from(decode)), detector);
  }

  private static Map<String, Path> files(Path directory) throws IOException {
    var files = new HashMap<String, Path>();
    try (var entries = Files.newDirectoryStream(directory)) {
      for (var file : entries) {
        var name = file.getFileName().toString();
        if (SUFFIXES.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith)) {
          files.put(name.substring(0, name.lastIndexOf('.')), file);
        }
      }
    }
    return files;
  }

  @Override
  public ImageInput find(String imageKey) {
    var file = files.get(imageKey);
    if (file == null) {
      throw new DataException(directory, "no image '%s'".formatted(imageKey));
    }
    try {
      var pixels = decoder.decode(Bytes.wrap(Files.readAllBytes(file)));
      var seen = pixels.flatMap(this::detect);
      return ImageInput.of(
          seen.toOptional()
              .orElseThrow(
                  () ->
                      new DataException(
                          file,
                          seen.fold(
                              regions -> "", reason -> reason.message(), id -> "it is deleted"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome<Regions> detect(DecodedImage image) {
    synchronized (detector) {
      return detector.detect(List.of(image)).get(0);
    }
  }
}
