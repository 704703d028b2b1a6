package io.alignstream.heads.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.encode.batch.LengthBuckets;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.ModelException;
import io.alignstream.encode.text.ExampleLimits;
import io.alignstream.heads.task.ReferringTask;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.ScoredText;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.Event;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Origin;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import io.alignstream.schemas.line.ParsedText;
import io.alignstream.schemas.line.Region;
import io.alignstream.schemas.line.Regions;
import io.alignstream.schemas.line.TaskKind;
import io.alignstream.schemas.line.TaskRequest;
import io.alignstream.schemas.line.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoint directories answer the line's tasks. */
class MvptrLineTest {
  private static final Path GOLDENS = Path.of("src/test/resources/goldens/mvptr");

  @TempDir private Path root;

  @BeforeEach
  void writeCheckpoints() throws IOException {
    var words = new ArrayList<String>();
    for (int i = 0; i < 520; i++) {
      words.add("w" + i);
    }
    words.set(0, "[PAD]");
    words.set(100, "[UNK]");
    words.set(101, "[CLS]");
    words.set(102, "[SEP]");
    words.set(103, "[MASK]");
    for (var model : List.of("retrieval", "vqa", "ve", "re", "mlm", "rep")) {
      var directory = Files.createDirectory(root.resolve(model));
      Files.copy(
          GOLDENS.resolve("config_%s.json".formatted(model)), directory.resolve("config.json"));
      Files.copy(GOLDENS.resolve(model + ".safetensors"), directory.resolve("model.safetensors"));
      Files.write(directory.resolve("vocab.txt"), words);
    }
    Files.write(
        root.resolve("vqa/answers.txt"),
        List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"));
  }

  @Test
  void answersEveryTask() {
    try (var line = line(all())) {
      var event = event("e", 3, TaskKind.values());
      var outputs = run(line, List.of(event)).get(0);

      var answers = outputs.answers();
      assertThat(answers).hasSize(6);
      assertThat(answers.get(0).getMaskedTokens().getMasks().get(0).getCandidates())
          .hasSize(2)
          .allMatch(word -> word.getText().startsWith("w"))
          .isSortedAccordingTo((x, y) -> Float.compare(y.getScore(), x.getScore()));
      assertThat(answers.get(1).getVqa().getAnswers())
          .hasSize(2)
          .map(ScoredText::getText)
          .allMatch(answer -> answer.matches("[a-k]"));
      var entailment = answers.get(2).getVisualEntailment();
      assertThat(
              entailment.getContradiction() + entailment.getNeutral() + entailment.getEntailment())
          .isCloseTo(1, within(1e-6f));
      assertThat(answers.get(3).getReferringExpression().getBoxes())
          .hasSize(3)
          .isSortedAccordingTo((x, y) -> Float.compare(y.getScore(), x.getScore()));
      assertThat(answers.get(4).getImageTextMatch().getMatch()).isBetween(0f, 1f);
      var states = answers.get(5).getRepresentations();
      assertThat(states.getTxtEncoderOutput().getShape()).containsExactly(4, 48);
      assertThat(states.getVisEncoderOutput().getShape()).containsExactly(5 + 3, 48);
      assertThat(states.getSequenceOutput().getShape()).containsExactly(4 + 3, 48);
      assertThat(answers).map(Answer::getModelVersion).contains("vqa", "retrieval", "rep");
      assertThat(outputs.indexEntry().getModelVersion()).isEqualTo("retrieval");
      assertThat(outputs.indexEntry().getImageEmbedding()).hasSize(48);
      assertThat(outputs.indexEntry().getCaptions()).hasSize(1);
    }
  }

  @Test
  void companyInABatchChangesNoAnswer() {
    try (var line = line(all())) {
      var events = new ArrayList<ParsedEvent>();
      for (int i = 0; i < 7; i++) {
        events.add(event("e" + i, i, TaskKind.VQA, TaskKind.IMAGE_TEXT_MATCH));
      }
      var together = run(line, events);
      for (int i = 0; i < events.size(); i++) {
        var alone = run(line, List.of(events.get(i))).get(0);
        var match = alone.answers().get(1).getImageTextMatch().getMatch();
        assertThat(together.get(i).answers().get(1).getImageTextMatch().getMatch())
            .isCloseTo(match, within(1e-5f));
      }
    }
  }

  @Test
  void aModelThatWantsNoPhrasesIsGivenNone() {
    var with = event("e", 3, List.of(530, 531), TaskKind.VQA);
    var without = event("e", 3, List.of(), TaskKind.VQA);
    try (var line = line(List.of(model("vqa", TaskKind.VQA)))) {
      assertThat(line.readsPhrases(TaskKind.VQA)).isTrue();
      assertThat(line.readsPhrases(TaskKind.VISUAL_ENTAILMENT)).isFalse(); // nobody answers it
      assertThat(answers(line, with)).isNotEqualTo(answers(line, without));
    }
    try (var line = line(List.of(model("vqa", TaskKind.VQA, false)))) {
      assertThat(line.readsPhrases(TaskKind.VQA)).isFalse();
      assertThat(answers(line, with)).isEqualTo(answers(line, without));
    }
  }

  private static List<ScoredText> answers(MvptrLine line, ParsedEvent event) {
    return run(line, List.of(event)).get(0).answers().get(0).getVqa().getAnswers();
  }

  @Test
  void refusesTasksThatNobodyAnswers() {
    try (var line = line(List.of(model("vqa", TaskKind.VQA)))) {
      var outcomes =
          line.encode(List.of(event("good", 2, TaskKind.VQA), event("bad", 2, TaskKind.RELATIONS)));

      assertThat(outcomes.get(0).toOptional()).isPresent();
      assertThat(outcomes.get(1).<String>fold(e -> "", r -> r.message(), d -> ""))
          .isEqualTo("tasks[0]: no model answers RELATIONS");
    }
  }

  @Test
  void noRequestIsLostWhileAModelIsReplaced() throws Exception {
    try (var line = line(List.of(model("vqa", TaskKind.VQA)))) {
      var event = event("e", 4, TaskKind.VQA);
      var threads = Executors.newFixedThreadPool(3);
      var calls = new ArrayList<Callable<List<String>>>();
      for (int t = 0; t < 2; t++) {
        calls.add(
            () -> {
              var versions = new ArrayList<String>();
              for (int i = 0; i < 60; i++) {
                versions.add(run(line, List.of(event)).get(0).answers().get(0).getModelVersion());
              }
              return versions;
            });
      }
      calls.add(
          () -> {
            for (int v = 0; v < 5; v++) {
              line.swap(TaskKind.VQA, model("vqa", TaskKind.VQA), "vqa-" + v);
            }
            return List.of();
          });
      for (var result : threads.invokeAll(calls)) {
        assertThat(result.get()).allMatch(version -> version.startsWith("vqa"));
      }
      threads.shutdown();
      assertThat(line.modelVersion()).isEqualTo("vqa-4");
    }
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Files.write(root.resolve("vqa/answers.txt"), List.of("yes", "no"));
    assertThatThrownBy(() -> line(List.of(model("vqa", TaskKind.VQA))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has 2 answers; the model has 11");
    Files.delete(root.resolve("ve/vocab.txt"));
    assertThatThrownBy(() -> line(List.of(model("ve", TaskKind.VISUAL_ENTAILMENT))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("vocab.txt");
  }

  private List<ModelSettings> all() {
    return List.of(
        model("retrieval", TaskKind.IMAGE_TEXT_MATCH),
        model("vqa", TaskKind.VQA),
        model("ve", TaskKind.VISUAL_ENTAILMENT),
        model("re", TaskKind.REFERRING_EXPRESSION),
        model("mlm", TaskKind.MASKED_TOKENS),
        model("rep", TaskKind.REPRESENTATIONS));
  }

  private ModelSettings model(String name, TaskKind task) {
    return model(name, task, true);
  }

  private ModelSettings model(String name, TaskKind task, boolean usePhrases) {
    return new ModelSettings(
        root.resolve(name),
        List.of(task),
        new ExampleLimits(20, 4, 8, 10),
        false,
        usePhrases,
        false,
        ReferringTask.Mod.COSINE,
        -1,
        2);
  }

  private static MvptrLine line(List<ModelSettings> models) {
    return new MvptrLine(new MvptrSettings(models, DeviceSettings.cpu(), new LengthBuckets(8, 30)));
  }

  private static List<EventOutputs> run(MvptrLine line, List<ParsedEvent> events) {
    List<EncodedEvent> encoded = line.encode(events).stream().map(MvptrLineTest::accepted).toList();
    return line.answer(encoded).stream().map(MvptrLineTest::accepted).toList();
  }

  private static <T> T accepted(Outcome<T> outcome) {
    return outcome.toOptional().orElseThrow(() -> new AssertionError(outcome.toString()));
  }

  private static ParsedEvent event(String id, int regions, TaskKind... kinds) {
    return event(id, regions, List.of(), kinds);
  }

  /** An event with one caption, and the first six kinds of task among those given. */
  private static ParsedEvent event(
      String id, int regions, List<Integer> phraseIds, TaskKind... kinds) {
    var requests = new ArrayList<TaskRequest>();
    var texts = new ArrayList<ParsedText>();
    for (var kind : kinds) {
      if (kinds.length > 6 && requests.size() == 6) {
        break;
      }
      requests.add(new TaskRequest(kind.id(), kind, Text.of("w7 [MASK]"), List.of()));
      texts.add(new ParsedText("w7 [MASK]", List.of(), phraseIds));
    }
    var event =
        new Event(
            id,
            "image-" + id,
            Optional.empty(),
            List.of(Text.of("w5 w6 w9")),
            requests,
            Optional.empty(),
            Map.of(),
            new Origin("events", 0, 1));
    var random = new Random(id.hashCode());
    var features = new float[regions * 2054];
    var found = new ArrayList<Region>();
    for (int i = 0; i < features.length; i++) {
      features[i] = random.nextFloat();
    }
    for (int i = 0; i < regions; i++) {
      found.add(new Region(new Box(i, i, i + 1, i + 1), "w" + (200 + i), 0.5f, List.of()));
    }
    return new ParsedEvent(
        event,
        new Regions(100, 100, found, FloatMatrix.wrap(regions, 2054, features)),
        List.of(new ParsedText("w5 w6 w9", List.of(), List.of(530))),
        texts);
  }
}
