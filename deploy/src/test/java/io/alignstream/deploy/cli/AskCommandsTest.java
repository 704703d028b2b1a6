package io.alignstream.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.line.ModelFiles;
import io.alignstream.deploy.line.Models;
import io.alignstream.deploy.tiny.TinyDetector;
import io.alignstream.deploy.tiny.TinyModels;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.ingest.decode.DecodeSettings;
import io.alignstream.ingest.decode.ImageDecoder;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.FloatTensor;
import io.alignstream.schemas.avro.ScoredText;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Event;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Origin;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import io.alignstream.schemas.line.TaskKind;
import io.alignstream.schemas.line.TaskRequest;
import io.alignstream.schemas.line.Text;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on one image say what the line says of the same event. */
class AskCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MASKED = "a [MASK] square and a [MASK] disc";
  private static final String CLAIM = "the square is red";
  private static final List<String> CAPTIONS = List.of("a red square", "two blue discs");

  @TempDir private static Path root;
  private static Path models = Path.of("");
  private static Models line;

  @BeforeAll
  static void write() throws IOException {
    models = TinyModels.write(root.resolve("models"));
    Files.createDirectories(root.resolve("images"));
    for (var colour :
        Map.of("red", Color.RED, "blue", Color.BLUE, "lime", Color.GREEN).entrySet()) {
      TinyDetector.picture(image(colour.getKey()), colour.getValue());
    }
    line =
        ModelFiles.from(
                ConfigFactory.parseMap(Map.of("alignstream.models", models.toString()))
                    .withFallback(ConfigFactory.defaultReferenceUnresolved())
                    .resolve())
            .open();
  }

  @AfterAll
  static void close() {
    line.close();
  }

  @Test
  void mlmGivesTheLinesWords() throws IOException {
    var expected = answered("red", TaskKind.MASKED_TOKENS, MASKED).getMaskedTokens().getMasks();
    var masks = json("mlm", "red", MASKED, "--top", "3").get("masks");
    assertThat(masks).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertScored(masks.get(i).get("candidates"), expected.get(i).getCandidates().subList(0, 3));
    }
    var people = run("mlm", "-i", image("red").toString(), "-t", MASKED, models());
    assertThat(people.output().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith(expected.get(0).getCandidates().get(0).getText() + " 0.");
  }

  @Test
  void answerGivesTheLinesAnswers() throws IOException {
    var expected = answered("red", TaskKind.VQA, "what color is the square ?").getVqa();
    var found = json("answer", "red", "what color is the square ?");
    assertScored(found.get("answers"), expected.getAnswers());
    assertThat(found.get("model_version").asText()).isEqualTo("vqa");
    assertThat(found.get("image").asText()).isEqualTo(image("red").toString());
  }

  @Test
  void entailsGivesTheLinesProbabilities() throws IOException {
    var expected = answered("red", TaskKind.VISUAL_ENTAILMENT, CLAIM).getVisualEntailment();
    var found = json("entails", "red", CLAIM);
    assertThat(found.get("label").asText()).isEqualToIgnoringCase(expected.getLabel().name());
    assertNear(found.get("neutral"), expected.getNeutral());
    assertNear(found.get("entailment"), expected.getEntailment());
    assertNear(found.get("contradiction"), expected.getContradiction());
  }

  @Test
  void referGivesTheLinesBoxAndDrawsIt() throws IOException {
    var expected =
        answered("red", TaskKind.REFERRING_EXPRESSION, CLAIM).getReferringExpression().getBoxes();
    var drawn = root.resolve("drawn.png");
    var found = json("refer", "red", CLAIM, "--out", drawn.toString()).get("boxes");
    assertThat(found).hasSameSizeAs(expected);
    assertNear(found.get(0).get("x1"), expected.get(0).getBox().getX1());
    assertNear(found.get(0).get("y2"), expected.get(0).getBox().getY2());
    assertNear(found.get(0).get("score"), expected.get(0).getScore());
    assertThat(found.get(0).get("label").asText()).isEqualTo(expected.get(0).getLabel());

    var before = ImageIO.read(image("red").toFile());
    var after = ImageIO.read(drawn.toFile());
    assertThat(after.getWidth()).isEqualTo(before.getWidth());
    int x = Math.round(expected.get(0).getBox().getX1());
    int y = Math.round(expected.get(0).getBox().getY2()) - 3;
    assertThat(after.getRGB(Math.max(0, x), y)).isNotEqualTo(before.getRGB(Math.max(0, x), y));
  }

  @Test
  void embedWritesTheLinesStates() throws IOException {
    var expected = answered("red", TaskKind.REPRESENTATIONS, CLAIM).getRepresentations();
    var file = root.resolve("pair.safetensors");
    var shapes = json("embed", "red", CLAIM, "--out", file.toString()).get("tensors");
    var tensors = Checkpoint.open(file);
    Map<String, FloatTensor> all = new HashMap<>();
    all.put("sequence_output", expected.getSequenceOutput());
    all.put("pooled_output", expected.getPooledOutput());
    all.put("txt_encoder_output", expected.getTxtEncoderOutput());
    all.put("vis_encoder_output", expected.getVisEncoderOutput());
    assertThat(tensors.names()).containsExactlyInAnyOrderElementsOf(all.keySet());
    all.forEach(
        (name, tensor) -> {
          assertThat(tensors.info(name).shape())
              .isEqualTo(tensor.getShape().stream().map(Integer::longValue).toList());
          assertThat(shapes.get(name)).hasSize(2);
          var values = tensors.floats(name);
          tensor.getValues().forEach(value -> assertThat(values.get()).isCloseTo(value, near()));
        });
  }

  @Test
  void searchRanksByMatchAmongTheNearest() throws IOException {
    var sheet = root.resolve("sheet.html");
    var run =
        search(
            "--text",
            CAPTIONS.get(0),
            "--text",
            CAPTIONS.get(1),
            "--json",
            "--out",
            sheet.toString());
    assertThat(run.status()).as(run.errors()).isZero();
    var lines = run.output().lines().toList();
    assertThat(lines).hasSize(2);
    for (int t = 0; t < 2; t++) {
      var found = JSON.readTree(lines.get(t));
      assertThat(found.get("text").asText()).isEqualTo(CAPTIONS.get(t));
      var expected = matches(CAPTIONS.get(t));
      assertThat(found.get("hits")).hasSize(3);
      for (int i = 0; i < 3; i++) {
        var hit = found.get("hits").get(i);
        assertNear(hit.get("match"), expected.get(i).match());
        assertNear(hit.get("similarity"), expected.get(i).similarity());
        assertThat(hit.get("file").asText()).isEqualTo(expected.get(i).file().toString());
      }
    }
    assertThat(Files.readString(sheet)).contains(CAPTIONS).contains("red.png", "data:image/png");
  }

  @Test
  void searchWithoutReRankingIsByCosine() throws IOException {
    var sheet = root.resolve("sheet.png");
    var run =
        search(
            "--text",
            CAPTIONS.get(0),
            "--rerank",
            "0",
            "--top",
            "2",
            "--json",
            "-o",
            sheet.toString());
    var hits = JSON.readTree(run.output()).get("hits");
    assertThat(hits).hasSize(2);
    assertThat(hits.get(0).has("match")).isFalse();
    var best =
        matches(CAPTIONS.get(0)).stream()
            .max(Comparator.comparing(Expected::similarity))
            .orElseThrow();
    assertThat(hits.get(0).get("file").asText()).isEqualTo(best.file().toString());
    assertThat(ImageIO.read(sheet.toFile()).getWidth()).isGreaterThan(2 * 200);
  }

  @Test
  void searchGoesOnWithoutWhatIsNoPicture() throws IOException {
    var directory = Files.createDirectories(root.resolve("mixed"));
    Files.writeString(directory.resolve("broken.png"), "no picture");
    TinyDetector.picture(directory.resolve("good.png"), Color.RED);
    var cache = root.resolve("cache");
    var run =
        run(
            "search",
            "--dir",
            directory.toString(),
            "-t",
            CLAIM,
            "--cache",
            cache.toString(),
            models());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errors()).contains("broken.png").contains("neither JPEG, PNG").hasLineCount(1);
    assertThat(run.output()).contains("good.png").contains("match ").hasLineCount(1);
    assertThat(cache).isNotEmptyDirectory();
  }

  @Test
  void aCheckpointIsServedAsTheModelsConfBesideItSays() throws IOException {
    var usual = json("answer", "red", CLAIM);
    var named =
        run("answer", "-i", image("red").toString(), "-t", CLAIM, "--json", "--checkpoint", own());
    assertThat(named.status()).as(named.errors()).isZero();
    assertThat(JSON.readTree(named.output())).isEqualTo(usual);

    var limits = "max-seq-length=30,max-phrases=7,max-tag-length=9,max-img-seq-length=11";
    var said =
        "mvptr.models=[{checkpoint=\"%s\",tasks=[vqa],use-phrases=false,%s}]"
            .formatted(own(), limits);
    assertThat(json("answer", "red", CLAIM, "-D", said)).isEqualTo(usual);
  }

  private static String own() {
    return models.resolve("vqa").toString();
  }

  @Test
  void aCheckpointOfOnesOwnAnswers() throws IOException {
    var run =
        run(
            "answer",
            "-i",
            image("red").toString(),
            "-t",
            CLAIM,
            "--json",
            "--checkpoint",
            alone("vqa").toString(),
            "--detector",
            models.resolve("detector").toString());
    assertThat(run.status()).as(run.errors()).isZero();
    assertThat(JSON.readTree(run.output()).get("answers")).hasSize(TinyModels.ANSWERS.size());
  }

  /** A checkpoint without a models.conf beside it. */
  private static Path alone(String checkpoint) throws IOException {
    var copy = Files.createDirectories(root.resolve("alone").resolve(checkpoint));
    try (var files = Files.list(models.resolve(checkpoint))) {
      for (var file : files.toList()) {
        Files.copy(
            file, copy.resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return copy;
  }

  @ParameterizedTest
  @CsvSource({"answer, re", "mlm, vqa", "entails, retrieval", "refer, ve", "answer, detector"})
  void aCheckpointOfAnotherTaskIsOneLine(String command, String checkpoint) throws IOException {
    for (var directory : List.of(alone(checkpoint), models.resolve(checkpoint))) {
      var run =
          run(
              command,
              "-i",
              image("red").toString(),
              "-t",
              MASKED,
              models(),
              "--checkpoint",
              directory.toString());
      assertThat(run.status()).isNotZero();
      assertThat(run.errors())
          .startsWith("alignstream: ")
          .contains(directory.toString())
          .hasLineCount(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mlm -i RED -t plain, has no [MASK]",
    "mlm -i RED -t BLANK, --text is empty",
    "mlm -i nowhere.png -t [MASK], --image nowhere.png: no such readable file",
    "answer -i RED, --text",
    "answer -i RED -t why -n 0, --top",
    "answer -i RED -t why --checkpoint nowhere, nowhere is no directory",
    "answer -i RED -t why --detector nowhere, nowhere is no directory",
    "answer -i RED -t why --phrases nowhere, there is no readable nowhere",
    "embed -i RED -t why, --out",
    "embed -i RED -t why -o nowhere/pair.safetensors, --out nowhere/pair.safetensors: no file",
    "refer -i RED -t why -o nowhere/found.png, --out nowhere/found.png: no file",
    "search --dir IMAGES -t why -o nowhere/hits.png, --out nowhere/hits.png: no file",
    "search --dir nowhere -t why, --dir nowhere: no such directory",
    "search --dir MODELS -t why, holds no images",
    "search --dir IMAGES -t why --out hits.pdf, a .png or an .html",
    "search --dir IMAGES -t why --top 0, --top is at least 1",
  })
  void aMistakeIsOneLine(String command, String message) {
    var arguments = new ArrayList<String>();
    for (var word : command.split(" ", -1)) {
      arguments.add(
          word.replace("RED", image("red").toString())
              .replace("MODELS", models.toString())
              .replace("IMAGES", root.resolve("images").toString())
              .replace("BLANK", " "));
    }
    arguments.add(models());
    var run = run(arguments.toArray(String[]::new));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errors()).contains(message).hasLineCount(1);
  }

  @Test
  void whatIsNoPictureIsOneLine() throws IOException {
    var file = Files.writeString(root.resolve("text.png"), "no picture");
    var run = run("entails", "-i", file.toString(), "-t", CLAIM, models());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errors()).contains("text.png: The image cannot be decoded").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlm", "embed", "answer", "entails", "refer", "search"})
  void teachesByExamples(String command) {
    var run = run(command, "--help");
    assertThat(run.status()).isZero();
    assertThat(run.output()).contains("Examples:").contains("  alignstream " + command + " --");
  }

  private record Expected(Path file, float match, float similarity) {}

  /** By match, best first. */
  private static List<Expected> matches(String text) {
    var all = new ArrayList<Expected>();
    for (var name : List.of("blue", "lime", "red")) {
      var outputs = outputs(name, List.of(text), TaskKind.IMAGE_TEXT_MATCH, text);
      float similarity = 0;
      var caption = outputs.indexEntry().getCaptions().get(0).getTextEmbedding();
      for (int i = 0; i < caption.size(); i++) {
        similarity += caption.get(i) * outputs.indexEntry().getImageEmbedding().get(i);
      }
      float match = outputs.answers().get(0).getImageTextMatch().getMatch();
      all.add(new Expected(image(name), match, similarity));
    }
    all.sort(Comparator.comparing(Expected::match).reversed());
    return all;
  }

  private static Answer answered(String image, TaskKind task, String text) {
    return outputs(image, List.of(), task, text).answers().get(0);
  }

  /** The line's own functions, one after the other. */
  private static EventOutputs outputs(
      String image, List<String> captions, TaskKind task, String text) {
    try {
      var decoder =
          new ImageDecoder(
              DecodeSettings.from(
                  ConfigFactory.defaultReference().getConfig("alignstream.ingest.decode")));
      var pixels = accepted(decoder.decode(Bytes.wrap(Files.readAllBytes(image(image)))));
      var regions = accepted(line.detector().detect(List.of(pixels)).get(0));
      var event =
          new Event(
              "event",
              "image",
              Optional.empty(),
              captions.stream().map(Text::of).toList(),
              List.of(new TaskRequest("task", task, Text.of(text), List.of())),
              Optional.empty(),
              Map.of(),
              new Origin("events", 0, 0));
      var parsed =
          new ParsedEvent(
              event,
              regions,
              event.captions().stream().map(line.phrases()::parse).toList(),
              List.of(line.phrases().parse(Text.of(text))));
      var encoded = accepted(line.encoder().encode(List.of(parsed)).get(0));
      return accepted(line.heads().answer(List.of(encoded)).get(0));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T accepted(Outcome<T> outcome) {
    return outcome.toOptional().orElseThrow(() -> new AssertionError(outcome.toString()));
  }

  private static void assertScored(JsonNode found, List<ScoredText> expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i).get("text").asText()).isEqualTo(expected.get(i).getText());
      assertNear(found.get(i).get("score"), expected.get(i).getScore());
    }
  }

  private static void assertNear(JsonNode found, float expected) {
    assertThat((float) found.asDouble()).isCloseTo(expected, near());
  }

  /** Batches of another size are summed in another order. */
  private static Offset<Float> near() {
    return within(1e-5f);
  }

  private static Path image(String name) {
    return root.resolve("images").resolve(name + ".png");
  }

  private static String models() {
    return "-Dmodels=" + models;
  }

  private static Run search(String... more) {
    var arguments = new ArrayList<>(List.of("search", "--dir", root.resolve("images").toString()));
    arguments.addAll(List.of(more));
    arguments.add(models());
    return run(arguments.toArray(String[]::new));
  }

  private static JsonNode json(String command, String image, String text, String... more)
      throws IOException {
    var arguments = new ArrayList<>(List.of(command, "--image", image(image).toString()));
    arguments.addAll(List.of("--text", text, "--json", models()));
    arguments.addAll(List.of(more));
    var run = run(arguments.toArray(String[]::new));
    assertThat(run.status()).as(run.errors()).isZero();
    assertThat(run.output()).hasLineCount(1);
    return JSON.readTree(run.output());
  }

  private record Run(int status, String output, String errors) {}

  private static Run run(String... arguments) {
    var output = new StringWriter();
    var errors = new StringWriter();
    int status =
        Alignstream.commandLine()
            .setOut(new PrintWriter(output, true))
            .setErr(new PrintWriter(errors, true))
            .execute(arguments);
    return new Run(status, output.toString().stripTrailing(), errors.toString().strip());
  }
}
