package io.alignstream.detect.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.detect.stage.Detector;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.Region;
import io.alignstream.schemas.line.Regions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detections outlive the process, stay within their bytes, and are never wrong. */
class DetectionCacheTest {
  private static final long PLENTY = 1_000_000;

  @TempDir private Path directory;

  @Test
  void givesBackWhatItWasGivenAfterAReopening() throws IOException {
    DetectionCache.open(directory, PLENTY).put("image", "model", regions(3));

    var reopened = DetectionCache.open(directory, PLENTY);

    assertThat(reopened.find("image", "model")).contains(regions(3));
    assertThat(reopened.find("image", "other model")).isEmpty();
    assertThat(reopened.find("other image", "model")).isEmpty();
  }

  @Test
  void dropsWhatWasNotAskedForTheLongest() throws IOException {
    long each = RegionsFile.write(regions(3)).length;
    var cache = DetectionCache.open(directory, 2 * each);
    cache.put("first", "model", regions(3));
    cache.put("second", "model", regions(3));
    assertThat(cache.find("first", "model")).isPresent();

    cache.put("third", "model", regions(3));

    assertThat(cache.find("second", "model")).isEmpty();
    assertThat(cache.find("first", "model")).isPresent();
    assertThat(cache.find("third", "model")).isPresent();
    assertThat(cache.bytes()).isEqualTo(2 * each);
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aDamagedFileCountsAsMissing() throws IOException {
    var cache = DetectionCache.open(directory, PLENTY);
    cache.put("image", "model", regions(2));
    try (var files = Files.list(directory)) {
      var file = files.findFirst().orElseThrow();
      var bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }

    assertThat(cache.find("image", "model")).isEmpty();
    assertThat(cache.size()).isZero();
    cache.put("image", "model", regions(2));
    assertThat(cache.find("image", "model")).contains(regions(2));
  }

  @Test
  void manyThreadsShareIt() throws Exception {
    var cache = DetectionCache.open(directory, 3000);
    var threads = Executors.newFixedThreadPool(4);
    var calls = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 200; i++) {
      var key = "image " + i % 10;
      int count = 1 + i % 10;
      calls.add(
          () -> {
            cache.put(key, "model", regions(count));
            return cache.find(key, "model").map(found -> found.equals(regions(count))).orElse(true);
          });
    }
    for (var right : threads.invokeAll(calls)) {
      assertThat(right.get()).isTrue();
    }
    threads.shutdown();
    assertThat(cache.bytes()).isLessThanOrEqualTo(3000);
  }

  @Test
  void detectsAnImageOnce() throws IOException {
    var asked = new ArrayList<Integer>();
    var counting =
        new Detector() {
          @Override
          public String modelVersion() {
            return "counting";
          }

          @Override
          public List<Outcome<Regions>> detect(List<DecodedImage> images) {
            asked.add(images.size());
            return images.stream()
                .map(
                    image ->
                        image.width() == 1
                            ? Outcome.<Regions>rejected(
                                Reason.of("detect", Reason.Code.MODEL_FAILED, "too narrow"))
                            : Outcome.accepted(regions(image.pixel(0, 0) == 0xff0000 ? 1 : 2)))
                .toList();
          }
        };
    var detector = new CachedDetector(counting, DetectionCache.open(directory, PLENTY));
    var red = DecodedImage.wrap(2, 1, new byte[] {-1, 0, 0, -1, 0, 0});
    var blue = DecodedImage.wrap(2, 1, new byte[] {0, 0, -1, 0, 0, -1});
    var narrow = DecodedImage.wrap(1, 1, new byte[] {0, 0, -1});

    var first = detector.detect(List.of(red, narrow, red, blue));
    var second = detector.detect(List.of(blue, red, narrow));

    assertThat(asked).containsExactly(3, 1);
    assertThat(first.get(2)).isEqualTo(first.get(0));
    assertThat(second.get(0)).isEqualTo(first.get(3));
    assertThat(second.get(2).toOptional()).isEmpty();
  }

  private static Regions regions(int count) {
    var list = new ArrayList<Region>();
    var features = new float[count * 7];
    for (int i = 0; i < count; i++) {
      list.add(
          new Region(
              new Box(i, 2, 3.5f, 4),
              "straße " + i,
              0.25f,
              List.of(new Region.Attribute("rot", 0.5f))));
      features[7 * i] = i + 0.5f;
    }
    return new Regions(640, 480, list, FloatMatrix.wrap(count, 7, features));
  }
}
