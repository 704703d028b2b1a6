package io.alignstream.deploy.curriculum;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.curriculum.Curriculum.Lesson;
import io.alignstream.deploy.line.ModelFiles;
import io.alignstream.detect.vinvl.VinvlDetector;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.ingest.decode.DecodeSettings;
import io.alignstream.ingest.decode.ImageDecoder;
import io.alignstream.parse.PhraseExtractor;
import io.alignstream.schemas.line.ParsedText;
import io.alignstream.schemas.line.Phrase;
import io.alignstream.schemas.line.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That lesson follows lesson; what is learned takes longer than a test. */
class CurriculumTest {
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
    copy(Path.of("models/detector"), curriculum.trainedDetector());
    try (var detector = VinvlDetector.open(curriculum.trainedDetector(), DeviceSettings.cpu())) {
      var decoder = new ImageDecoder(new DecodeSettings(1_000_000, 1000));
      curriculum.regions().learn(detector, decoder, done -> {}, () -> true);
    }
    for (var lesson : Curriculum.trainings()) {
      assertThat(curriculum.describe()).isEmpty();
      var training = curriculum.training(lesson, curriculum.features()).orElseThrow();
      var end = training.learn(DeviceSettings.cpu(), System.out, false, trainer -> {});
      assertThat(end.step()).as(lesson.name()).isEqualTo(2);
      assertThat(Files.exists(training.out().resolve("best/model.safetensors")))
          .as(lesson.name())
          .isTrue();
    }
    assertThat(curriculum.training(Lesson.WORDS, 134)).isEmpty();
    assertThat(curriculum.describe()).isPresent();
    assertThat(served(directory).answering(TaskKind.VQA)).isPresent();
  }

  private static ModelFiles served(Path models) {
    return ModelFiles.from(
        ConfigFactory.parseMap(Map.of("alignstream.models", models.toString()))
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
