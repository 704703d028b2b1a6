package io.alignstream.deploy.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.deploy.curriculum.Curriculum;
import io.alignstream.deploy.tiny.SmallLessons;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That every kind of run trains and is read; what comes out of it takes longer than a test. */
class RunsTest {
  private static final List<String> TRIED = List.of("no-phrases", "joint", "new-head");

  @TempDir private Path directory;

  @Test
  void runsTrainOnceAndTellWhatTheyReached() throws InterruptedException, IOException {
    var curriculum = new Curriculum(directory, 40, 4, 1, Map.of());
    SmallLessons.give(curriculum);
    SmallLessons.copy("mlm", directory.resolve("mlm/best"));
    SmallLessons.copy("mlm", directory.resolve("pretraining/best"));
    var settings = Map.of("max_steps", "2", "train_batch_size", "8");
    var runs = new Runs(curriculum, curriculum.features(), directory.resolve("claims"), settings);

    for (var run : Run.all()) {
      assertThat(runs.figures(run, 1)).isEmpty();
      if (TRIED.contains(run.name())) {
        assertThat(runs.train(run, 1, System.out, false, trainer -> {})).isTrue();
      }
    }

    assertThat(runs.figures(run("no-phrases"), 1)).containsKeys("coarse_t2i_R@1", "t2i_R@1");
    assertThat(runs.figures(run("joint"), 1)).containsKeys("accuracy", "masked_words");
    assertThat(runs.figures(run("new-head"), 1)).containsKey("score");
    assertThat(runs.figures(run("joint"), 2)).isEmpty();

    runs.train(
        run("joint"),
        1,
        System.out,
        false,
        trainer -> {
          throw new AssertionError("it was at its end");
        });
  }

  private static Run run(String name) {
    return Run.all().stream().filter(run -> run.name().equals(name)).findFirst().orElseThrow();
  }
}
