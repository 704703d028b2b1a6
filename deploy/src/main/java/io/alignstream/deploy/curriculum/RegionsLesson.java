package io.alignstream.deploy.curriculum;

import io.alignstream.deploy.world.Scene;
import io.alignstream.deploy.world.ScenePainter;
import io.alignstream.deploy.world.Split;
import io.alignstream.detect.stage.Detector;
import io.alignstream.detect.tsv.DetectionFiles;
import io.alignstream.ingest.decode.ImageDecoder;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * What the detector sees in scenes, kept for all lessons that follow: {@code predictions.tsv} and
 * its companions. An interrupted lesson goes on.
 *
 * @param directory where they go
 * @param scenes how many of each split
 */
public record RegionsLesson(Path directory, Map<Split, Integer> scenes) {
  private static final int AT_ONCE = 32; // pictures that are painted while others are looked at

  /** Copies the numbers. */
  public RegionsLesson {
    scenes = Map.copyOf(scenes);
  }

  /**
   * Looks at all scenes, or goes on.
   *
   * @param detector one that was trained
   * @param progress told how many more are seen
   * @param wanted whether to go on
   */
  public void learn(
      Detector detector, ImageDecoder decoder, LongConsumer progress, BooleanSupplier wanted) {
    try (var files = new DetectionFiles(directory, DetectionFiles.Layout.FEATURES)) {
      for (var split : Split.values()) {
        int count = scenes.getOrDefault(split, 0);
        for (int from = 0; from < count && wanted.getAsBoolean(); from += AT_ONCE) {
          int to = Math.min(count, from + AT_ONCE);
          look(split, from, to, detector, decoder, files);
          progress.accept(to - from);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("%s: %s".formatted(directory, e.getMessage()), e);
    }
  }

  private record Picture(String key, DecodedImage image) {}

  private static void look(
      Split split, int from, int to, Detector detector, ImageDecoder decoder, DetectionFiles files)
      throws IOException {
    var done = files.done();
    var pictures =
        LongStream.range(from, to)
            .parallel()
            .mapToObj(i -> Scene.of(split.number(i)))
            .filter(scene -> !done.contains(scene.imageId()))
            .map(scene -> new Picture(scene.imageId(), picture(scene, decoder)))
            .toList();
    var seen = detector.detect(pictures.stream().map(Picture::image).toList());
    for (int i = 0; i < pictures.size(); i++) {
      var key = pictures.get(i).key();
      files.write(key, accepted(key, seen.get(i)));
    }
  }

  private static DecodedImage picture(Scene scene, ImageDecoder decoder) {
    return accepted(scene.imageId(), decoder.decode(Bytes.wrap(ScenePainter.paint(scene))));
  }

  private static <T> T accepted(String key, Outcome<T> outcome) {
    return outcome
        .toOptional()
        .orElseThrow(() -> new IllegalStateException(key + " cannot be used: " + outcome));
  }
}
