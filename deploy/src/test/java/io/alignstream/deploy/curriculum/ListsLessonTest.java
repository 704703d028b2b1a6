package io.alignstream.deploy.curriculum;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.deploy.world.Scene;
import io.alignstream.deploy.world.Split;
import io.alignstream.parse.PhraseExtractor;
import io.alignstream.schemas.line.ParsedText;
import io.alignstream.schemas.line.Phrase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListsLessonTest {
  private static final List<String> TASKS =
      List.of("captions", "questions", "hypotheses", "expressions", "masked");

  /** Finds one phrase in every text. */
  private static final PhraseExtractor ONE =
      text -> new ParsedText(text.text(), List.of(Phrase.of("thing")), List.of(7));

  @TempDir private Path directory;

  @Test
  void everyTaskGetsEntriesOfEveryScene() throws IOException {
    new ListsLesson(directory, 70, 3).learn(ONE, done -> {}, () -> true);

    for (var task : TASKS) {
      assertThat(images(task, "train")).as(task).hasSize(70);
      assertThat(images(task, "val")).as(task).hasSize(3);
      assertThat(images(task, "val").get(1))
          .isEqualTo(Scene.of(Split.VALIDATION.number(1)).imageId());
    }
    assertThat(entries("captions", "train").get(0).path("phrases").path(0).path(0).asText())
        .isEqualTo("thing");
    assertThat(entries("questions", "train").get(0).path("phrases")).isEmpty();
  }

  @Test
  void goesOnWhereItWasStoppedOrTornOff() throws IOException {
    var whole = directory.resolve("whole");
    var torn = directory.resolve("torn");
    new ListsLesson(whole, 140, 2).learn(ONE, done -> {}, () -> true);
    var rounds = new AtomicInteger();
    new ListsLesson(torn, 140, 2).learn(ONE, done -> {}, () -> rounds.incrementAndGet() < 3);
    var file = torn.resolve("questions/train.jsonl");
    var bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 30)); // as by a crash

    new ListsLesson(torn, 140, 2).learn(ONE, done -> {}, () -> true);

    for (var task : TASKS) {
      for (var split : List.of("train.jsonl", "val.jsonl")) {
        assertThat(torn.resolve(task).resolve(split))
            .hasSameTextualContentAs(whole.resolve(task).resolve(split));
      }
    }
  }

  private List<String> images(String task, String split) throws IOException {
    return entries(task, split).stream()
        .map(entry -> entry.path("image_id").asText())
        .distinct()
        .toList();
  }

  private List<JsonNode> entries(String task, String split) throws IOException {
    var json = new ObjectMapper();
    return Files.readAllLines(directory.resolve(task).resolve(split + ".jsonl")).stream()
        .map(
            line -> {
              try {
                return json.readTree(line);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }
}
