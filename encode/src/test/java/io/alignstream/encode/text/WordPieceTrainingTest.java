package io.alignstream.encode.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordPieceTrainingTest {
  private static final int RESERVED = 104;

  @Test
  void frequentWordsBecomeOnePiece() {
    var vocabulary = trained("red red red circle circle", "red circles").vocabulary(1000, 2);
    assertThat(new WordPieceTokenizer(vocabulary).tokenize("a red circle"))
        .containsExactly("[UNK]", "red", "circle");
    assertThat(new WordPieceTokenizer(vocabulary).tokenize("circles"))
        .containsExactly("circle", "##s");
  }

  @Test
  void specialPiecesAreWhereBertHasThem() {
    var vocabulary = trained("red").vocabulary(RESERVED, 1);
    assertThat(List.of(vocabulary.id("[PAD]"), vocabulary.id("[UNK]"), vocabulary.id("[CLS]")))
        .containsExactly(0, 100, 101);
    assertThat(List.of(vocabulary.id("[SEP]"), vocabulary.id("[MASK]"))).containsExactly(102, 103);
    assertThat(vocabulary.size()).isEqualTo(RESERVED + 3); // r, ##e, ##d: characters always
  }

  @Test
  void orderOfTheTextsDoesNotMatter() {
    var texts = List.of("a striped star", "two striped stars", "a dotted heart");
    var forward = trained(texts.toArray(String[]::new)).vocabulary(140, 1);
    var backward = trained(texts.get(2), texts.get(1), texts.get(0)).vocabulary(140, 1);
    assertThat(pieces(forward)).isEqualTo(pieces(backward));
  }

  @Test
  void sizeBoundsWhatIsJoined() {
    var training = trained("striped striped dotted dotted plain plain");
    int characters = training.vocabulary(0, 1).size();
    assertThat(training.vocabulary(characters + 2, 1).size()).isEqualTo(characters + 2);
  }

  @Test
  void unseenWordsOfSeenCharactersAreTold() {
    var vocabulary = trained("red", "tan").vocabulary(1000, 2);
    assertThat(new WordPieceTokenizer(vocabulary).tokenize("rand"))
        .containsExactly("r", "##a", "##n", "##d");
  }

  @Test
  void specialPiecesOfTextsAreNotCounted() {
    assertThat(pieces(trained("a [MASK] star", "a [MASK] star").vocabulary(1000, 2)))
        .doesNotContain("mask", "m");
  }

  private static WordPieceTraining trained(String... texts) {
    var training = new WordPieceTraining();
    Stream.of(texts).forEach(training::add);
    return training;
  }

  private static List<String> pieces(Vocabulary vocabulary) {
    return Stream.iterate(0, id -> id < vocabulary.size(), id -> id + 1)
        .map(vocabulary::piece)
        .toList();
  }
}
