package io.alignstream.heads.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VqaFolderTest {
  @TempDir Path directory;

  private Path ans2label;

  /** Answers that look like numbers stay apart; the labels' order is not the classes'. */
  @BeforeEach
  void writeAnswers() throws IOException {
    var answers = new LinkedHashMap<String, Long>();
    answers.put("yes", 2L);
    answers.put("007", 0L);
    answers.put("7", 1L);
    ans2label = TorchWriter.pickle(directory.resolve("trainval_ans2label.pkl"), answers);
  }

  @Test
  void readsQuestionsPhrasesAndSoftAnswers() throws IOException {
    write(
        "train2014_qla_mrcnn.json",
        """
        [{"q": "is it?", "o": "dog;cat", "an": [2, 1], "s": [1.0, 0.3], "img_id": 42},
         {"q": "unanswered?", "o": "", "an": [], "s": [], "img_id": 43},
         {"q": "who?", "o": "", "an": [0], "s": [0.6], "img_id": "000044", "q_id": 9}]\
        """);
    write("train_sg_tuples.json", "[[[31000, 7], \"vqa_0\"], [[], \"vqa_1\"], [[8], \"vqa_2\"]]");

    var answers = VqaFolder.answers(ans2label, Optional.empty());
    var items = new VqaFolder(directory, answers).read("train");

    assertThat(answers.vocabulary().names()).containsExactly("yes", "007", "7");
    assertThat(items)
        .containsExactly(
            new TaskItem<>(
                "0",
                "42",
                "is it?",
                List.of(31_000, 7),
                List.of(new ScoredLabel(0, 1f), new ScoredLabel(2, 0.3f))),
            new TaskItem<>("9", "44", "who?", List.of(8), List.of(new ScoredLabel(1, 0.6f))));
    assertThat(ScoredLabel.dense(items.get(0).target(), 3)).containsExactly(1f, 0f, 0.3f);
  }

  @Test
  void label2ansNamesTheAnswers() throws IOException {
    var label2ans =
        TorchWriter.pickle(
            directory.resolve("trainval_label2ans.pkl"), List.of("bond", "seven", "y"));
    assertThat(VqaFolder.answers(ans2label, Optional.of(label2ans)).vocabulary().names())
        .containsExactly("y", "bond", "seven");
  }

  @Test
  void readsAnswersThatPythonTwoWrote() throws IOException {
    Files.writeString(
        ans2label, "(dp1\nS'yes'\np2\nI0\nsS'it\\'s'\np3\nI1\ns.", StandardCharsets.US_ASCII);
    assertThat(VqaFolder.answers(ans2label, Optional.empty()).vocabulary().names())
        .containsExactly("yes", "it's");
  }

  @Test
  void testSplitsKeepEveryQuestionAndItsId() throws IOException {
    write(
        "test2015_qla.json",
        "[{\"q\": \"is it?\", \"o\": \"\", \"img_id\": 1, \"q_id\": 262144000}]");
    write("test2015_sg_tuples.json", "[[[], \"vqa_0\"]]");
    assertThat(folder().read("test2015"))
        .containsExactly(new TaskItem<>("262144000", "1", "is it?", List.of(), List.of()));
  }

  @Test
  void namesTheRecordAndTheFieldThatIsWrong() throws IOException {
    write("val_sg_tuples.json", "[[[], \"x\"]]");
    write(
        "val2014_qla.json", "[{\"question\": \"is it?\", \"an\": [2], \"s\": [1], \"img_id\": 1}]");
    assertThatThrownBy(() -> folder().read("val"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "val2014_qla.json: record 0: no field 'q': it has [question, an, s, img_id]");

    write("val2014_qla.json", "[{\"q\": \"is it?\", \"an\": [5], \"s\": [1], \"img_id\": 1}]");
    assertThatThrownBy(() -> folder().read("val"))
        .hasMessageContaining("record 0, field 'an'[0]: 5 is outside the answer vocabulary");

    write("val2014_qla.json", "[]");
    assertThatThrownBy(() -> folder().read("val"))
        .hasMessageContaining("phrases of 1 questions, but val2014_qla.json has 0");

    assertThatThrownBy(() -> folder().read("dev")).hasMessageContaining("no split 'dev'");
  }

  private VqaFolder folder() {
    return new VqaFolder(directory, VqaFolder.answers(ans2label, Optional.empty()));
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }
}
