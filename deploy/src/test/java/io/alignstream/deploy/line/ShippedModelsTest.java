package io.alignstream.deploy.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.ask.FileLine;
import io.alignstream.deploy.ask.Question;
import io.alignstream.deploy.tiny.SceneEvents;
import io.alignstream.schemas.line.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models that come along. */
class ShippedModelsTest {
  private static final Path MODELS = Path.of("models");
  private static final long MOST_BYTES = 20_000_000;

  @Test
  void areSmallEnoughToComeAlong() throws IOException {
    try (var files = Files.walk(MODELS)) {
      assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(MOST_BYTES);
    }
  }

  @Test
  void haveADetectorThatTheirDescriptionNames() {
    var directory = ModelDirectory.open(MODELS);
    assertThat(directory.contents().getString("detect.model")).isEqualTo("detector");
    assertThat(MODELS.resolve("detector/model.safetensors")).exists();
  }

  /** The lessons leave each model in a directory {@code best}; otherwise nothing differs. */
  @Test
  void areServedAsTheLessonsSay() throws IOException {
    var trained = Path.of("src/main/resources/curriculum/models.conf");
    assertThat(Files.readString(MODELS.resolve("models.conf")))
        .isEqualTo(Files.readString(trained).replace("/best", ""));
  }

  /** What they answer is measured elsewhere; here, that each is what models.conf says it is. */
  @Test
  void answerEveryTaskOfTheirs(@TempDir Path directory) throws IOException {
    var config =
        ConfigFactory.parseMap(Map.of("alignstream.models", MODELS.toString()))
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
    var picture = directory.resolve("scene.jpg");
    Files.write(picture, SceneEvents.of(0).getImageBytes().array());
    try (var line = FileLine.open(config, ModelFiles.from(config))) {
      var seen = line.see(picture);
      assertThat(seen.regions().regions()).hasSizeGreaterThan(1);
      for (var task :
          List.of(
              TaskKind.MASKED_TOKENS,
              TaskKind.VQA,
              TaskKind.VISUAL_ENTAILMENT,
              TaskKind.REFERRING_EXPRESSION,
              TaskKind.IMAGE_TEXT_MATCH,
              TaskKind.REPRESENTATIONS)) {
        var answer = line.answer(seen, new Question(task, "there is a [MASK] circle"));
        assertThat(answer.getTask().name()).isEqualTo(task.name());
      }
    }
  }
}
