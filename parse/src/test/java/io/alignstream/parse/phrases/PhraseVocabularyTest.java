package io.alignstream.parse.phrases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.alignstream.schemas.line.Phrase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhraseVocabularyTest {
  private static final String FILE =
      "{\"30522\": [\"boat\", \"two\"], \"999\": [\"!\"], \"30529\": [\"man\", \"on\", \"board\"],"
          + " \"1590\": [\"caf\\u00e9\"], \"1591\": [\"\\\"\"]}";

  @Test
  void whatWasReadIsWrittenTheSame(@TempDir Path folder) throws IOException {
    var file = folder.resolve("id2phrase.json");

    read(FILE).write(file);

    assertThat(file).hasContent(FILE);
    assertThat(PhraseVocabulary.read(file).phrases()).isEqualTo(read(FILE).phrases());
  }

  @Test
  void looksUpBothWays() throws IOException {
    var vocabulary = read(FILE);

    assertThat(vocabulary.id(Phrase.of("boat", "two"))).hasValue(30522);
    assertThat(vocabulary.id(Phrase.of("boat two"))).isEmpty();
    assertThat(vocabulary.phrase(1590)).contains(Phrase.of("café"));
    assertThat(vocabulary.phrase(5)).isEmpty();
    assertThat(vocabulary.size()).isEqualTo(5);
  }

  @Test
  void unknownPhrasesAreDroppedAndTheOrderStays() throws IOException {
    var phrases =
        List.of(
            Phrase.of("man", "on", "board"),
            Phrase.of("man"),
            Phrase.of("!"),
            Phrase.of("boat", "two"));

    assertThat(read(FILE).ids(phrases)).containsExactly(30529, 999, 30522);
  }

  @Test
  void ofAPhraseWithTwoIdsTheLaterCounts() throws IOException {
    var vocabulary = read("{\"9\": [\"dog\"], \"4\": [\"dog\"]}");

    assertThat(vocabulary.id(Phrase.of("dog"))).hasValue(4);
    assertThat(vocabulary.phrases()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"1\": \"dog\"}",
        "{\"1\": []}",
        "{\"1\": [\"a\", \"b\", \"c\", \"d\"]}",
        "{\"1\": [7]}",
        "{\"one\": [\"dog\"]}",
        "{\"-1\": [\"dog\"]}",
        "{\"1\": [\"dog\"], \"1\": [\"cat\"]}",
        "{\"1\": [\"dog\"",
      })
  void refusesAnythingElseAndNamesTheFileAndTheLine(String content, @TempDir Path folder)
      throws IOException {
    var file = Files.writeString(folder.resolve("broken.json"), content);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PhraseVocabulary.read(file))
        .withMessageContaining("broken.json")
        .withMessageContaining("line");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PhraseVocabulary.read(Path.of("nowhere.json")))
        .withMessageContaining("nowhere.json");
  }

  @ParameterizedTest
  @CsvSource({
    "10, 30, 5, 10", // 18 places of the words are free
    "28, 30, 5, 5",
    "40, 30, 5, 5", // the words are cut first
    "26, 30, 5, 7",
    "28, 30, 0, 0",
  })
  void phrasesFillTheRoomThatWordsLeave(int wordPieces, int maxWordPieces, int max, int kept) {
    var ids = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    assertThat(new PhraseRoom(maxWordPieces, max).cut(ids, wordPieces))
        .isEqualTo(ids.subList(0, kept));
  }

  @Test
  void controlCharactersAreEscaped() throws IOException {
    var out = new StringWriter();

    PythonJson.write(read("{\"1\": [\"a\\u0001\\n\"]}").phrases(), out);

    assertThat(out).hasToString("{\"1\": [\"a\\u0001\\n\"]}");
  }

  private static PhraseVocabulary read(String content) throws IOException {
    return PhraseVocabulary.read(
        new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
  }
}
