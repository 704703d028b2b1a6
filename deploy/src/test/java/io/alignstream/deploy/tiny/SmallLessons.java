package io.alignstream.deploy.tiny;

import io.alignstream.deploy.curriculum.Curriculum;
import io.alignstream.detect.vinvl.VinvlDetector;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.ingest.decode.DecodeSettings;
import io.alignstream.ingest.decode.ImageDecoder;
import io.alignstream.parse.PhraseExtractor;
import io.alignstream.schemas.line.ParsedText;
import io.alignstream.schemas.line.Phrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the trainings of a curriculum start from, with the detector that comes along. */
public final class SmallLessons {
  /** A phrase of every text's last word. */
  private static final PhraseExtractor LAST_WORD =
      text -> {
        var words = text.text().split(" ", -1);
        return new ParsedText(text.text(), List.of(Phrase.of(words[words.length - 1])), List.of());
      };

  private SmallLessons() {}

  /** Gives the lessons before the trainings. */
  public static void give(Curriculum curriculum) throws IOException {
    curriculum.words().learn(LAST_WORD, at -> {});
    curriculum.lists().learn(LAST_WORD, done -> {}, () -> true);
    copy("detector", curriculum.trainedDetector());
    try (var detector = VinvlDetector.open(curriculum.trainedDetector(), DeviceSettings.cpu())) {
      var decoder = new ImageDecoder(new DecodeSettings(1_000_000, 1000));
      curriculum.regions().learn(detector, decoder, done -> {}, () -> true);
    }
  }

  /** Copies a model that comes along. */
  public static void copy(String model, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(Path.of("models").resolve(model))) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
