package io.alignstream.deploy.curriculum;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.deploy.curriculum.Curriculum.Lesson;
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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That lesson follows lesson; what is learned takes longer than a test. */
class CurriculumTest {
  private static final int FEATURES = 134;

  /** A phrase of every text's last word. */
  private static final PhraseExtractor LAST_WORD =
      text -> {
        var words = text.text().split(" ", -1);
        return new ParsedText(text.text(), List.of(Phrase.of(words[words.length - 1])), List.of());
      };

  @TempDir private Path directory;

  @Test
  void lessonFollowsLesson() throws InterruptedException, IOException {
    var settings = Map.of("max_steps", "2", "train_batch_size", "8");
    var curriculum = new Curriculum(directory, 60, 4, 1, settings);

    curriculum.words().learn(LAST_WORD, at -> {});
    curriculum.lists().learn(LAST_WORD, done -> {}, () -> true);
    try (var detector = VinvlDetector.open(Path.of("models/detector"), DeviceSettings.cpu())) {
      var decoder = new ImageDecoder(new DecodeSettings(1_000_000, 1000));
      curriculum.regions().learn(detector, decoder, done -> {}, () -> true);
    }
    for (var lesson : Curriculum.trainings()) {
      var training = curriculum.training(lesson, FEATURES).orElseThrow();
      var end = training.learn(DeviceSettings.cpu(), System.out, false, trainer -> {});
      assertThat(end.step()).as(lesson.name()).isEqualTo(2);
      assertThat(Files.exists(training.out().resolve("best/model.safetensors")))
          .as(lesson.name())
          .isTrue();
    }
    assertThat(curriculum.training(Lesson.WORDS, FEATURES)).isEmpty();
  }
}
