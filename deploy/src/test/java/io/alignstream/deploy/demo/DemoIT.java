package io.alignstream.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.line.ModelFiles;
import io.alignstream.deploy.world.Split;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole demo on a few scenes, with the models that come along. What they reach on 500 scenes is
 * in {@code models/README.md}; the bounds here leave room for so small a sample.
 */
class DemoIT {
  private static final int SCENES = 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path root;
  private static String page = "";
  private static Examined examined;
  private static JsonNode report;

  @BeforeAll
  static void runs() throws IOException, InterruptedException {
    var text = new StringWriter();
    var config = config();
    var plan =
        new Demo.Plan(
            Split.TEST,
            9,
            SCENES,
            root.resolve("out"),
            Optional.of(root.resolve("reports/figures.json")),
            Optional.empty(),
            Duration.ofMinutes(20),
            false);
    var demo = new Demo(config, ModelFiles.from(config)::open, plan, new PrintWriter(text));
    try (var running = demo.run()) {
      examined = running.examined();
      assertThat(running.bootstrapServers()).isNotEmpty();
    }
    page = text.toString();
    report = JSON.readTree(root.resolve("reports/figures.json").toFile());
  }

  private static Config config() {
    return ConfigFactory.parseMap(Map.of("alignstream.models", "models"))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  @Test
  void everyEventIsAnsweredOrADeadLetter() {
    assertThat(report.get("events.published").asInt()).isEqualTo(SCENES + 3);
    assertThat(report.get("events.answered").asInt()).isEqualTo(SCENES);
    assertThat(report.get("events.dead_lettered").asInt()).isEqualTo(3);
    assertThat(examined.refusals())
        .extracting(DemoOutputs.Refusal::reason)
        .containsExactlyInAnyOrder("undecodable-image", "not-avro", "null-without-key");
  }

  @Test
  void theReportIsFlatAndEveryFigureHasItsCeiling() {
    report
        .fields()
        .forEachRemaining(
            field -> {
              assertThat(field.getValue().isNumber()).as(field.getKey()).isTrue();
              if (field.getKey().startsWith("ceiling.")) {
                assertThat(report.has(field.getKey().substring("ceiling.".length()))).isTrue();
                assertThat(field.getValue().asDouble()).isBetween(0.0, 1.0);
              }
            });
    for (var key : List.of("vqa.accuracy", "re.accuracy50", "retrieval.text_to_image.coarse_r1")) {
      assertThat(report.get(key).asDouble()).as(key).isBetween(0.0, 1.0);
      assertThat(report.has("ceiling." + key)).as(key).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "detection.map50, 0.94",
    "phrases.f1, 0.8",
    "mlm.accuracy, 0.85",
    "vqa.accuracy, 0.92",
    "ve.accuracy, 0.9",
    "re.accuracy50, 0.9",
    "retrieval.text_to_image.r1, 0.85",
    "retrieval.image_to_text.r1, 0.85",
    "retrieval.text_to_image.coarse_r5, 0.8",
    "ceiling.vqa.accuracy, 0.9",
    "ceiling.re.accuracy50, 0.9"
  })
  void answersAreTrue(String figure, double least) {
    System.out.printf("%s: %s%n", figure, report.get(figure));
    assertThat(report.get(figure).asDouble()).isGreaterThanOrEqualTo(least);
  }

  @Test
  void askingAgainLeavesTheIndexAsItWas() throws IOException {
    Map<String, List<JsonNode>> entries = new LinkedHashMap<>();
    for (var line : Files.readAllLines(root.resolve("out/retrieval-index.jsonl"))) {
      var value = JSON.readTree(line).get("value");
      entries
          .computeIfAbsent(value.get("image_id").asText(), unseen -> new ArrayList<>())
          .add(value);
    }
    assertThat(entries).hasSize(SCENES);
    for (var same : entries.values()) {
      assertThat(same).hasSizeGreaterThan(1);
      var last = same.get(same.size() - 1);
      assertThat(last.get("captions").get(0).get("phrases"))
          .isEqualTo(same.get(0).get("captions").get(0).get("phrases"));
      assertThat(last.get("regions")).isEqualTo(same.get(0).get("regions"));
      for (int i = 0; i < last.get("image_embedding").size(); i++) {
        assertThat(last.get("image_embedding").get(i).asDouble()) // batches differ, and rounding
            .isCloseTo(same.get(0).get("image_embedding").get(i).asDouble(), within(1e-4));
      }
    }
  }

  @Test
  void recordsLieInFilesAndPicturesBesideThem() throws IOException {
    int answers = examined.exam().tasks() + examined.counts().pairs();
    assertThat(Files.readAllLines(root.resolve("out/answers.jsonl"))).hasSize(answers);
    assertThat(examined.counts().pairs()).isEqualTo(SCENES * SCENES); // fewer than candidates
    assertThat(root.resolve("out/contact-sheet.html")).content().contains("<svg", "data:image/");
    assertThat(root.resolve("out/contact-sheet.png")).isNotEmptyFile();
  }

  @Test
  void thePageShowsWhatCameOutBesideWhatIsTrue() {
    assertThat(page)
        .contains(
            "30 scenes of the test split (seed 9), which no model has seen",
            "33 events → 30 answered whole, 3 dead letters",
            "Text → image: the best of 30",
            "Quality against the known truth",
            "text → image, re-ranked",
            "half-a-picture",
            "contact-sheet.html")
        .contains(examined.exam().papers().get(0).caption().text())
        .contains(examined.exam().papers().get(0).questions().get(0).text());
  }
}
