package io.alignstream.heads.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.encode.text.ExampleBuilder;
import io.alignstream.encode.text.ExampleLimits;
import io.alignstream.encode.text.Vocabulary;
import io.alignstream.encode.text.WordPieceTokenizer;
import io.alignstream.heads.data.ImageInput;
import io.alignstream.heads.data.TaskItem;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairFormatTest {
  private static final ExampleLimits LIMITS = new ExampleLimits(12, 5, 6, 3);

  private static PairFormat format(boolean tight) {
    var pieces = new ArrayList<>(Collections.nCopies(104, "[unused]"));
    pieces.set(0, "[PAD]");
    pieces.set(100, "[UNK]");
    pieces.set(101, "[CLS]");
    pieces.set(102, "[SEP]");
    pieces.set(103, "[MASK]");
    pieces.addAll(List.of("two", "dogs", "run"));
    var tokenizer = new WordPieceTokenizer(Vocabulary.of(pieces));
    return new PairFormat(new ExampleBuilder(tokenizer, LIMITS), false, false, 6, 2, tight);
  }

  private static PairFormat.Lengths lengths(boolean tight, int regions) {
    var format = format(tight);
    var image =
        new ImageInput(
            FloatMatrix.wrap(regions, 2, new float[2 * regions]),
            Collections.nCopies(regions, "dogs"),
            List.of());
    return format.lengths(
        format.examples(
            List.of(
                new TaskItem<>("1", "a", "two dogs run", List.of(7), 0),
                new TaskItem<>("2", "a", "dogs", List.of(), 0)),
            List.of(image, image)));
  }

  @Test
  void padsToTheLimits() {
    assertThat(lengths(false, 2)).isEqualTo(new PairFormat.Lengths(17, 6, 3));
  }

  @Test
  void padsToTheLongestTextAndMostRegions() {
    assertThat(lengths(true, 2)).isEqualTo(new PairFormat.Lengths(6, 6, 2));
    assertThat(lengths(true, 0)).as("never without a region").extracting("regions").isEqualTo(1);
  }
}
