package io.alignstream.encode.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordPieceTokenizerTest {
  private final WordPieceTokenizer tokenizer = GoldenVocabulary.tokenizer();

  @Test
  void cutsWordsIntoTheLongestPieces() {
    assertWordPieces("unaffable", "una", "##ffa", "##ble");
  }

  @Test
  void keepsSpecialPiecesWrittenInCapitals() {
    assertWordPieces("a [MASK]dog", "a", "[MASK]", "dog");
    assertThat(tokenizer.tokenize("[mask]")).isNotEqualTo(List.of("[MASK]"));
  }

  @Test
  void aSpecialPieceThatOnlyCleaningJoinsIsCutButKeepsItsCapitals() {
    assertWordPieces("[MA\u000bSK]", "[", "[UNK]", "]");
  }

  @Test
  void controlCharactersJoinTheirNeighboursAndBlanksDoNot() {
    assertWordPieces("d\u000bo\u0085g", "dog");
    assertWordPieces("dog\tdog\u00a0dog\u2028dog", "dog", "dog", "dog", "dog");
  }

  @Test
  void knowsTheCharactersOfUnicode14AndNoYounger() {
    assertWordPieces("do\ud81a\ude70g", "[UNK]"); // U+16A70, a letter of 14.0, in no vocabulary
    assertWordPieces("do\ud83e\udee8g", "dog"); // U+1FAE8, a face of 15.0, is unassigned in 14.0
    assertWordPieces("do\ufadag", "dog"); // unassigned among the ideographs
  }

  @Test
  void aWordOfMoreThanAHundredCharactersIsUnknown() {
    assertThat(tokenizer.tokenize("a".repeat(101))).containsExactly("[UNK]");
    assertThat(tokenizer.tokenize("dog " + "\ud835\udc00".repeat(101) + " dog"))
        .containsExactly("dog", "[UNK]", "dog");
  }

  @Property
  void everyStringHasPiecesOfTheVocabulary(@ForAll("unicode") String text) {
    for (var piece : tokenizer.tokenize(text)) {
      assertThat(tokenizer.vocabulary().find(piece)).isPresent();
    }
  }

  @Property
  void blanksAroundATextChangeNothing(@ForAll("unicode") String text) {
    assertThat(tokenizer.tokenize(" \t" + text + "\n ")).isEqualTo(tokenizer.tokenize(text));
  }

  @Property
  void textsApartAreTokenizedApart(
      @ForAll("unicode") String left, @ForAll("unicode") String right) {
    var joined = tokenizer.tokenize(left + " " + right);
    var apart = new ArrayList<>(tokenizer.tokenize(left));
    apart.addAll(tokenizer.tokenize(right));
    assertThat(joined).isEqualTo(apart);
  }

  /** Any chars, lone surrogates and unassigned ones too, and what tokenizers stumble on. */
  @Provide
  Arbitrary<String> unicode() {
    var anything = Arbitraries.integers().between(0, Character.MAX_CODE_POINT);
    var troublesome =
        Arbitraries.strings()
            .withChars(
                "aΣσΑ.[]#'\u0130\u00df\u0301\u0345\u200d\u2028\u00a0\u0085\u000b\ud800\udc00中가")
            .ofMinLength(1)
            .ofMaxLength(4);
    return Arbitraries.oneOf(
            anything.map(Character::toString),
            troublesome,
            Arbitraries.of("dog", "[MASK]", "##g", "[UNK]", " "))
        .list()
        .ofMaxSize(20)
        .map(parts -> String.join("", parts));
  }

  @Test
  void aFileThatIsNoVocabularySaysSo(@TempDir Path directory) throws IOException {
    var file = directory.resolve("vocab.txt");
    Files.writeString(file, "dog\ncat\n");
    assertThatThrownBy(() -> Vocabulary.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("vocab.txt")
        .hasMessageContaining("[PAD]");
  }

  @Test
  void readsTheLinesOfAVocabularyFile(@TempDir Path directory) throws IOException {
    var file = directory.resolve("vocab.txt");
    Files.writeString(file, "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ndog\n");
    var vocabulary = Vocabulary.read(file);
    assertThat(vocabulary.size()).isEqualTo(6);
    assertThat(vocabulary.id("dog")).isEqualTo(5);
    assertThat(vocabulary.id("cat")).isEqualTo(1);
    assertThat(vocabulary.piece(5)).isEqualTo("dog");
  }

  private void assertWordPieces(String text, String... pieces) {
    assertThat(tokenizer.tokenize(text)).containsExactly(pieces);
  }
}
