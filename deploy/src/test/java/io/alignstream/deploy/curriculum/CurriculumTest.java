package io.alignstream.deploy.curriculum;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.curriculum.Curriculum.Lesson;
import io.alignstream.deploy.line.ModelFiles;
import io.alignstream.deploy.tiny.SmallLessons;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.schemas.line.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That lesson follows lesson; what is learned takes longer than a test. */
class CurriculumTest {
  @TempDir private Path directory;

  @Test
  void lessonFollowsLesson() throws InterruptedException, IOException {
    var settings = Map.of("max_steps", "2", "train_batch_size", "8");
    var curriculum = new Curriculum(directory, 60, 4, 1, settings);

    SmallLessons.give(curriculum);
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
}
