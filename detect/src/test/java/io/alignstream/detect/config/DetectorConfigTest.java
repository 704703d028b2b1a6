package io.alignstream.detect.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigException;
import io.alignstream.detect.Goldens;
import io.alignstream.detect.model.DetectorWeights;
import io.alignstream.detect.select.DetectionRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hyperparameters from the forms they come in. */
class DetectorConfigTest {
  @TempDir private Path directory;

  @Test
  void vinvlHasTheReferencesParameters() throws IOException {
    var real =
        new ObjectMapper()
            .readTree(Goldens.DIRECTORY.resolve("real_state_dict_shapes.json").toFile())
            .path("all");
    var own = DetectorWeights.parameters(DetectorConfig.vinvl());

    assertThat(own.shapes())
        .allSatisfy(
            (name, shape) ->
                assertThat(real.path(name))
                    .extracting(size -> size.asLong())
                    .containsExactlyElementsOf(shape));
    var others = new java.util.ArrayList<String>();
    real.fieldNames().forEachRemaining(others::add);
    others.removeAll(own.names());
    assertThat(others)
        .allMatch(
            name -> name.startsWith("attribute.feature_extractor.") || name.contains("anchors"))
        .hasSize(51);
  }

  @Test
  void readsTheReferencesYaml() throws IOException {
    var file = directory.resolve("x152c4.yaml");
    Files.writeString(
        file,
        """
        MODEL:
          META_ARCHITECTURE: "AttrRCNN"
          WEIGHT: "somewhere/model.pth"
          BACKBONE:
            CONV_BODY: "R-101-C4"
          ROI_HEADS:
            SCORE_THRESH: 0.1 # 0.2
            NMS_FILTER: 1
        DATASETS:
          TRAIN: ("one.yaml",)
        SOLVER:
          STEPS: (100, 200)
        """);
    var config = DetectorConfig.read(file);

    assertThat(config.trunk())
        .isEqualTo(new TrunkConfig.ResNeXt(64, 256, 32, 8, List.of(3, 4, 23), 3, 2));
    assertThat(config.detections().scoreThreshold()).isEqualTo(0.1);
    assertThat(config.detections().filter()).isEqualTo(DetectionRules.Filter.BEST_CLASS);
    assertThat(config.training().solver().steps()).containsExactly(100, 200);
    assertThat(config.rpn().test().after()).isEqualTo(300);
  }

  @Test
  void readsTheGoldensForm() {
    var config = DetectorConfig.read(Goldens.DIRECTORY.resolve("config.json"));
    assertThat(config.trunk())
        .isEqualTo(new TrunkConfig.ResNeXt(16, 32, 4, 4, List.of(3, 4, 6), 3, 2));
    assertThat(config.classes()).isEqualTo(40);
    assertThat(config.input().sizes().shortSide()).isEqualTo(216);
  }

  @ParameterizedTest
  @CsvSource({
    "MODEL.RPN.NMS_TRESH = 0.5, unknown key MODEL.RPN.NMS_TRESH",
    "MODEL.RPN.USE_FPN = true, only false is supported",
    "MODEL.RPN.NMS_THRESH = some, not a number",
    "MODEL.BACKBONE.CONV_BODY = R-50-FPN, not one of",
    "MODEL.ROI_HEADS.NMS_FILTER = 4, not 4",
  })
  void saysWhatIsWrong(String line, String message) throws IOException {
    var file = directory.resolve("model.conf");
    Files.writeString(file, line);
    assertThatThrownBy(() -> DetectorConfig.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("model.conf")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.003333333333333333",
    "2, 0.0033599999999999997",
    "250, 0.006666666666666666",
    "499, 0.009986666666666668",
    "500, 0.01",
    "48999, 0.01",
    "49000, 0.001",
    "65000, 0.0001",
    "89999, 0.0001",
  })
  void followsTheReferencesSchedule(int iteration, double rate) {
    assertThat(DetectorConfig.vinvl().training().solver().rate(iteration))
        .isCloseTo(rate, org.assertj.core.api.Assertions.within(1e-15));
  }
}
