package io.alignstream.deploy.claims;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That every kind of run trains and is read; what comes out of it takes longer than a test. */
class RunsTest {
  private static final int FEATURES = 134;
  private static final List<String> TRIED = List.of("no-phrases", "joint", "new-head");

  /** A phrase of every text's last word. */
  private static final PhraseExtractor LAST_WORD =
      text -> {
        var words = text.text().split(" ", -1);
        return new ParsedText(text.text(), List.of(Phrase.of(words[words.length - 1])), List.of());
      };

  @TempDir private Path directory;

  @Test
  void runsTrainOnceAndTellWhatTheyReached() throws InterruptedException, IOException {
    var curriculum = new Curriculum(directory, 40, 4, 1, Map.of());
    prepare(curriculum);
    var settings = Map.of("max_steps", "2", "train_batch_size", "8");
    var runs = new Runs(curriculum, FEATURES, directory.resolve("claims"), settings);

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

  /** Lists and regions of few scenes, and the masked words that come along. */
  private void prepare(Curriculum curriculum) throws IOException {
    curriculum.words().learn(LAST_WORD, at -> {});
    curriculum.lists().learn(LAST_WORD, done -> {}, () -> true);
    try (var detector = VinvlDetector.open(Path.of("models/detector"), DeviceSettings.cpu())) {
      var decoder = new ImageDecoder(new DecodeSettings(1_000_000, 1000));
      curriculum.regions().learn(detector, decoder, done -> {}, () -> true);
    }
    copy(Path.of("models/mlm"), directory.resolve("mlm/best"));
    copy(Path.of("models/mlm"), directory.resolve("pretraining/best"));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static Run run(String name) {
    return Run.all().stream().filter(run -> run.name().equals(name)).findFirst().orElseThrow();
  }
}
