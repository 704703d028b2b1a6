package io.alignstream.heads.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.encode.mvptr.MvptrModel;
import io.alignstream.encode.text.Example;
import io.alignstream.encode.text.ExampleBuilder;
import io.alignstream.encode.text.ExampleLimits;
import io.alignstream.encode.text.Vocabulary;
import io.alignstream.encode.text.WordPieceTokenizer;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordMaskTest {
  private static final List<String> WORDS =
      List.of("two", "dogs", "are", "running", "on", "grass", "a", "cat", "tree", "ball");
  private static final Vocabulary VOCABULARY = vocabulary();
  private static final int DOG = 200; // ("dog",), ("dog", "run") and ("grass",) as phrases
  private static final int DOG_RUN = 201;
  private static final int GRASS = VOCABULARY.id("grass");
  private static final Map<Integer, List<String>> PHRASES =
      Map.of(DOG, List.of("dog"), DOG_RUN, List.of("dog", "run"), GRASS, List.of("grass"));

  private static Vocabulary vocabulary() {
    var pieces = new ArrayList<>(Collections.nCopies(104, "[unused]"));
    pieces.set(0, "[PAD]");
    pieces.set(100, "[UNK]");
    pieces.set(101, "[CLS]");
    pieces.set(102, "[SEP]");
    pieces.set(103, "[MASK]");
    pieces.addAll(WORDS);
    return Vocabulary.of(pieces);
  }

  @Test
  void asksForTheWordOfATextsOwnMask() {
    var builder =
        new ExampleBuilder(new WordPieceTokenizer(VOCABULARY), new ExampleLimits(12, 5, 6, 3));
    var features = FloatMatrix.wrap(1, 2, new float[] {1, 2});
    var example = builder.example("two [MASK] are running", List.of(DOG), "cat", features);
    var mask = new WordMask(VOCABULARY, DOG, 0.5, id -> PHRASES.getOrDefault(id, List.of()));

    var asked = mask.asked(example, VOCABULARY.id("dogs"));

    assertThat(asked.example()).isEqualTo(example);
    assertThat(asked.text()).containsExactly(-1, -1, VOCABULARY.id("dogs"), -1, -1, -1, -1);
    assertThat(asked.tags()).containsOnly(-1);
  }

  private static Example example() {
    var builder =
        new ExampleBuilder(new WordPieceTokenizer(VOCABULARY), new ExampleLimits(12, 5, 6, 3));
    return builder.example(
        "two dogs are running on grass",
        List.of(DOG, DOG_RUN, GRASS),
        "cat tree",
        FloatMatrix.wrap(1, 2, new float[] {1, 2}));
  }

  private static WordMask mask(double probability) {
    return new WordMask(
        VOCABULARY, VOCABULARY.size(), probability, id -> PHRASES.getOrDefault(id, List.of()));
  }

  @Test
  void choosesWordsOfTextAndTagsAsOftenAsAskedAndNothingElse() {
    int chosen = 0;
    int masked = 0;
    int kept = 0;
    int runs = 4000;
    for (int seed = 0; seed < runs; seed++) {
      var original = example();
      var result = mask(0.15).mask(original, true, seed);
      assertThat(result.text()).hasSize(original.text().length());
      assertThat(result.text().get(0)).isEqualTo(-1); // [CLS]
      assertThat(result.text().subList(7, 11)).containsOnly(-1); // phrases and [SEP]
      assertThat(result.tags().get(0)).isEqualTo(-1);
      assertThat(result.tags().get(3)).isEqualTo(-1);
      for (int i = 0; i < original.text().length(); i++) {
        int before = original.text().ids().get(i);
        int after = result.example().text().ids().get(i);
        int wanted = result.text().get(i);
        if (wanted >= 0) {
          assertThat(wanted).isEqualTo(before);
          chosen++;
          masked += after == MvptrModel.MASK_ID ? 1 : 0;
          kept += after == before ? 1 : 0;
        } else if (i < 7) {
          assertThat(after).isEqualTo(before);
        }
      }
    }
    // Binomial: 24,000 words at 0.15 have a deviation of 0.0023, 3,600 of them at 0.8 one of
    // 0.0067.
    assertThat(chosen / (6.0 * runs)).isBetween(0.14, 0.16);
    assertThat(masked / (double) chosen).isBetween(0.77, 0.83);
    assertThat(kept / (double) chosen).isBetween(0.08, 0.13);
  }

  @Test
  void aPhraseOfAHiddenWordIsHidden() {
    for (int seed = 0; seed < 500; seed++) {
      var result = mask(0.3).mask(example(), false, seed);
      var ids = result.example().text().ids();
      boolean dogs = result.text().get(2) >= 0;
      boolean running = result.text().get(4) >= 0;
      if (dogs) {
        assertThat(ids.get(7)).isEqualTo(MvptrModel.MASK_ID);
      }
      if (dogs || running) {
        assertThat(ids.get(8)).isEqualTo(MvptrModel.MASK_ID);
      }
      if (result.text().get(6) >= 0) {
        assertThat(ids.get(9)).isEqualTo(MvptrModel.MASK_ID);
      }
    }
  }

  @Test
  void theSeedDecidesEverything() {
    assertThat(mask(0.15).mask(example(), true, 5)).isEqualTo(mask(0.15).mask(example(), true, 5));
  }

  @Test
  void tagsStayWhereTheyAreNotAskedFor() {
    var result = mask(1).mask(example(), false, 1);
    assertThat(result.example().tags()).isEqualTo(example().tags());
    assertThat(result.tags()).containsOnly(-1);
  }

  @Test
  void aMaskElsewhereInTheVocabularyIsRefused() {
    var small = Vocabulary.of(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    assertThatThrownBy(() -> new WordMask(small, 5, 0.15, id -> List.of()))
        .hasMessageContaining("[MASK] has id 4");
  }
}
