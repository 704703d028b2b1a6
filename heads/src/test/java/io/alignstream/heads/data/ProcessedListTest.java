package io.alignstream.heads.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.schemas.line.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessedListTest {
  @TempDir Path directory;

  @Test
  void groupsMatchingCaptionsByImage() throws IOException {
    var list =
        list(
            """
            [{"text": "a dog", "image_id": "b", "label": 1, "phrases": [["dog"]]},
             {"text": "a cat", "image_id": "a", "label": 1, "phrases": [["cat"]]},
             {"text": "no cat", "image_id": "b", "label": 0, "phrases": []},
             {"text": "the dog", "image_id": "b", "phrases": []},
             {"text": "a tail", "image_id": "c", "phrases": [], "alone": false}]\
            """);
    assertThat(list.retrieval(Optional.empty()).images()).hasSize(3);
    var split = list.retrieval(Optional.of("alone"));
    assertThat(split.images()).extracting(CaptionedImage::key).containsExactly("b", "a");
    assertThat(split.captions())
        .extracting(TaskItem::text)
        .containsExactly("a dog", "the dog", "a cat");
  }

  @Test
  void readsQuestionsInEveryFormOfAnAnswer() throws IOException {
    var list =
        list(
            """
            [{"question": "is it?", "image_id": 7, "label": "yes", "phrases": [["dog"]]},
             {"question": "what?", "image_id": 7, "label": ["dog", "cat"], "phrases": []},
             {"question": "what?", "image_id": 7, "label": {"dog": 1, "cat": 0.3}, "phrases": []},
             {"question": "unanswered?", "image_id": 7, "phrases": [], "id": "q9"}]\
            """);
    assertThat(list.labels()).isEqualTo(Set.of("cat", "dog", "yes"));
    var items = list.questions(LabelVocabulary.ofData(list.labels()));
    assertThat(items.get(0))
        .isEqualTo(new TaskItem<>("0", "7", "is it?", List.of(7), List.of(new ScoredLabel(2, 1))));
    assertThat(items.get(1).target()).containsExactly(new ScoredLabel(1, 1), new ScoredLabel(0, 1));
    assertThat(items.get(2).target())
        .containsExactly(new ScoredLabel(1, 1), new ScoredLabel(0, 0.3f));
    assertThat(items.get(3).id()).isEqualTo("q9");
    assertThat(items.get(3).target()).isEmpty();
  }

  @Test
  void aTextMayBringItsHiddenWord() throws IOException {
    var list =
        list(
            """
            [{"text": "a [MASK] dog", "image_id": 7, "label": "red", "phrases": []},
             {"text": "a [MASK] dog", "image_id": 7, "phrases": []},
             {"text": "a red dog", "image_id": 7, "label": 1, "phrases": []}]\
            """);

    assertThat(list.captions(word -> word.equals("red") ? Optional.of(42) : Optional.empty()))
        .extracting(TaskItem::target)
        .containsExactly(Optional.of(42), Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> list.captions(word -> Optional.empty()))
        .hasMessageContaining("record 0")
        .hasMessageContaining("'red' is no word of vocab.txt in one piece");
  }

  @Test
  void readsHypothesesExpressionsAndClasses() throws IOException {
    var list =
        list(
            """
            {"hypothesis": "a dog", "text": "x", "image_id": "1", "label": "neutral", "phrases": [], "boxes": [[1, 2, 3, 4]]}
            {"hypothesis": "a cat", "text": "y", "image_id": "1", "label": 2, "phrases": [], "boxes": [[1, 2, 3, 4]]}
            """);
    assertThat(list.hypotheses())
        .extracting(TaskItem::target)
        .containsExactly(Optional.of(1), Optional.of(2));
    assertThat(list.expressions().get(1))
        .isEqualTo(new TaskItem<>("1", "1", "y", List.of(), new Box(1, 2, 3, 4)));
    assertThat(list.classification(LabelVocabulary.of(List.of("2", "neutral"))))
        .extracting(item -> item.target().get(0).label())
        .containsExactly(1, 0);
  }

  @Test
  void numbersAsLabelsKeepTheirValue() {
    assertThat(LabelVocabulary.ofData(Set.of("3", "0")).names())
        .containsExactly("0", "1", "2", "3");
    assertThat(LabelVocabulary.ofData(Set.of("b", "10", "a")).names())
        .containsExactly("10", "a", "b");
  }

  @Test
  void aVocabularyComesBackFromItsFile() {
    var file = directory.resolve("labels.json");
    LabelVocabulary.of(List.of("yes", "日本", "no")).write(file);
    assertThat(LabelVocabulary.read(file).names()).containsExactly("yes", "日本", "no");
  }

  @Test
  void namesTheRecordAndTheFieldThatIsMissing() throws IOException {
    var list = list("[{\"text\": \"a dog\", \"image\": \"1\"}]");
    assertThatThrownBy(() -> list.retrieval(Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("data.json: record 0: no field 'image_id': it has [text, image]");
    assertThatThrownBy(() -> list.questions(LabelVocabulary.of(List.of())))
        .hasMessageContaining("no field 'image_id'");
    assertThatThrownBy(list::expressions).hasMessageContaining("no field 'boxes'");

    var other = list("[{\"image_id\": 1, \"text\": \"x\", \"phrases\": [], \"label\": \"maybe\"}]");
    assertThatThrownBy(() -> other.classification(LabelVocabulary.of(List.of("yes"))))
        .hasMessageContaining("record 0, field 'label': 'maybe' is outside the vocabulary");
    assertThatThrownBy(() -> list("[{\"text\": ").captions(word -> Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("data.json: it is no JSON");
    assertThatThrownBy(
            () ->
                new ProcessedList(directory.resolve("none.json"), p -> List.of())
                    .captions(word -> Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no such file");
  }

  private ProcessedList list(String json) throws IOException {
    var file = Files.writeString(directory.resolve("data.json"), json);
    return new ProcessedList(file, RetrievalFolderTest::ids);
  }
}
