package io.alignstream.deploy.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.tiny.TinyDetector;
import io.alignstream.deploy.tiny.TinyModels;
import io.alignstream.schemas.line.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the models come from. */
class ModelFilesTest {
  @TempDir private Path root;
  private Path models = Path.of("");

  @BeforeEach
  void writeModels() throws IOException {
    models = TinyModels.write(root.resolve("models"));
  }

  @Test
  void theDirectorysModelsServeWhereNothingElseIsNamed() {
    var files = ModelFiles.from(settings(""));
    assertThat(files.detect().model()).contains(models.resolve("detector"));
    assertThat(files.parse().vocabulary()).contains(models.resolve("retrieval/id2phrase.json"));
    assertThat(files.mvptr().models()).hasSize(5);
    var vqa = files.answering(TaskKind.VQA).orElseThrow();
    assertThat(vqa.checkpoint()).isEqualTo(models.resolve("vqa"));
    assertThat(vqa.usePhrases()).isFalse();
    assertThat(vqa.limits().maxImgSeqLength()).isEqualTo(11);
    assertThat(vqa.answers()).isEqualTo(5); // of reference.conf
    assertThat(files.answering(TaskKind.RELATIONS)).isEmpty();
    assertThat(files.only(EnumSet.of(TaskKind.VQA)).mvptr().models()).containsExactly(vqa);
  }

  @Test
  void opensThem() {
    try (var opened = ModelFiles.from(settings("")).open()) {
      assertThat(opened.detector().modelVersion()).startsWith("vinvl-");
      assertThat(opened.encoder().modelVersion()).isEqualTo("retrieval");
    }
  }

  @Test
  void ownCheckpointsComeWithTheirOwnPhrasesAndLimits() {
    var files =
        ModelFiles.from(
            settings(
                "alignstream.mvptr.models = [{ checkpoint = \"%s\", tasks = [vqa] }]"
                    .formatted(models.resolve("vqa"))));
    assertThat(files.detect().model()).contains(models.resolve("detector"));
    assertThat(files.parse().vocabulary()).isEmpty();
    var own = files.answering(TaskKind.VQA).orElseThrow();
    assertThat(own.usePhrases()).isTrue();
    assertThat(own.limits().maxSeqLength()).isEqualTo(50);
    assertThat(files.mvptr().models()).hasSize(1);
  }

  @Test
  void anOwnDetectorSeesForTheDirectorysCheckpoints() throws IOException {
    var own = TinyDetector.write(root.resolve("own"));
    var files = ModelFiles.from(settings("alignstream.detect.model = \"%s\"".formatted(own)));
    assertThat(files.detect().model()).contains(own);
    assertThat(files.mvptr().models()).hasSize(5);
  }

  @Test
  void ownFeaturesNeedNoDetector() {
    var files = ModelFiles.from(settings("alignstream.detect.features = somewhere"));
    assertThat(files.detect().model()).isEmpty();
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    assertRefused("alignstream.models = \"\"", "no models are named", "set alignstream.models");
    assertRefused(
        "alignstream.models = \"\", alignstream.detect.model = \"%s\""
            .formatted(models.resolve("detector")),
        "no checkpoints are named",
        "alignstream.mvptr.models");
    assertRefused("alignstream.models = /nowhere", "/nowhere/models.conf", "alignstream.models");

    var file = models.resolve("models.conf");
    var right = Files.readString(file);
    Files.writeString(file, right.replace("detect.model", "#"));
    assertRefused("", "detect.model", "models.conf");
    Files.writeString(file, right + "\ndetect.modle = x\n");
    assertRefused("", "detect.modle", "models.conf: ", "mvptr.defaults");
    Files.writeString(file, right + "\ncheckpoint = x\n");
    assertRefused("", "checkpoint", "models.conf: ");
    Files.writeString(file, right.replace("checkpoint = ve,", ""));
    assertRefused("", "checkpoint", "models.conf: ");
    Files.writeString(file, right.replace("use-phrases", "use-frases"));
    assertRefused("", "use-frases", "models.conf: ");
    Files.writeString(file, right.replace("[masked-tokens]", "[masked]"));
    assertRefused("", "there is no task masked", "masked-tokens", "models.conf: ");
    Files.writeString(file, right.replace("checkpoint = ve", "checkpoint = vw"));
    assertRefused("", models.resolve("vw").toString(), "alignstream.mvptr.models");
    Files.writeString(file, right.replace("model = detector", "model = eyes"));
    assertRefused("", models.resolve("eyes").toString(), "alignstream.detect.model");
    Files.writeString(file, right.replace("/id2phrase", "/phrases"));
    assertRefused("", "retrieval/phrases.json", "alignstream.parse.vocabulary");
  }

  @Test
  void saysThatACheckpointReadsOtherRegions() throws IOException {
    var config = models.resolve("ve/config.json");
    Files.writeString(config, Files.readString(config).replace("134", "2054"));
    assertRefused("", "ve reads 2054", "finds 134", "set alignstream.detect.model");
  }

  private void assertRefused(String settings, String... words) {
    assertThatThrownBy(() -> ModelFiles.from(settings(settings)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(words)
        .satisfies(mistake -> assertThat(mistake.getMessage()).hasLineCount(1));
  }

  private Config settings(String own) {
    return ConfigFactory.parseString(own)
        .withFallback(ConfigFactory.parseMap(Map.of("alignstream.models", models.toString())))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }
}
