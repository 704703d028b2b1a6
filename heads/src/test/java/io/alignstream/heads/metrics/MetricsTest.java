package io.alignstream.heads.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void imagesMayHaveDifferentNumbersOfCaptions() {
    var gallery = new Gallery(2, List.of(1, 0, 1));
    var ranks =
        RetrievalRanks.full(
            gallery, FloatMatrix.wrap(2, 3, new float[] {0.9f, 0.1f, 0.2f, 0.3f, 0.8f, 0.1f}));
    assertThat(ranks.imageToText()).containsExactly(2, 1);
    assertThat(ranks.textToImage()).containsExactly(1, 1, 1);
  }

  @Test
  void aQueryWithoutAMatchingCandidateRanksBehindThemAll() {
    var gallery = Gallery.uniform(3, 1);
    var candidates =
        new Candidates(
            List.of(List.of(1, 2), List.of(1, 0), List.of(2, 0)),
            List.of(List.of(0), List.of(0), List.of(2)));
    var ranks =
        RetrievalRanks.reranked(
            gallery,
            candidates,
            FloatMatrix.wrap(3, 2, new float[] {1, 0, 1, 0, 0, 1}),
            FloatMatrix.wrap(3, 1, new float[] {1, 1, 1}));
    assertThat(ranks.imageToText()).containsExactly(2, 0, 1);
    assertThat(ranks.textToImage()).containsExactly(0, 1, 0);
  }

  @Test
  void candidatesAreNoMoreThanThereAre() {
    var candidates = Candidates.best(FloatMatrix.wrap(1, 2, new float[] {1, 2}), 128, 64);
    assertThat(candidates.captions()).containsExactly(List.of(1, 0));
    assertThat(candidates.images()).containsExactly(List.of(0), List.of(0));
  }

  @Test
  void brokenScoresAreRefused() {
    var scores = FloatMatrix.wrap(1, 1, new float[] {Float.NaN});
    assertThatThrownBy(() -> RetrievalRanks.full(Gallery.uniform(1, 1), scores))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> Accuracy.hard(scores, List.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }

  /** Few distinct scores, so that most are equal. */
  @Property
  void ordersLikeAStableAscendingSortReadBackwards(
      @ForAll @Size(max = 40) List<@IntRange(min = -3, max = 3) Integer> scores) {
    var ascending = new ArrayList<>(IntStream.range(0, scores.size()).boxed().toList());
    ascending.sort((a, b) -> Float.compare(scores.get(a) + 0f, scores.get(b) + 0f));
    var backwards = new ArrayList<Integer>();
    for (int i = ascending.size() - 1; i >= 0; i--) {
      backwards.add(ascending.get(i));
    }
    var best = Scores.best(scores.size(), scores.size(), i -> scores.get(i) * 0.1);
    assertThat(IntStream.of(best).boxed().toList()).isEqualTo(backwards);
    for (int i = 0; i < scores.size(); i++) {
      int wanted = i;
      assertThat(Scores.rank(scores.size(), n -> scores.get(n) * 0.1, n -> n == wanted))
          .isEqualTo(backwards.indexOf(i));
    }
  }

  @Test
  void negativeZeroEqualsZero() {
    var values = new float[] {0f, -0f, 0f};
    assertThat(Scores.best(3, 3, i -> values[i])).containsExactly(2, 1, 0);
  }

  @Test
  void touchingBoxesDoNotOverlap() {
    assertThat(BoxOverlap.iou(new Box(0, 0, 2, 2), new Box(2, 0, 4, 2))).isZero();
    assertThat(BoxOverlap.iou(new Box(0, 0, 2, 2), new Box(1, 0, 3, 2)))
        .isCloseTo(1 / 3.0, within(1e-12));
  }

  @Property
  void meansOfPartsAddUp(@ForAll List<Boolean> right, @ForAll @IntRange(max = 9) int cut) {
    int at = Math.min(cut, right.size());
    var whole = right.stream().reduce(Mean.NONE, Mean::plus, Mean::plus);
    var parts =
        right.subList(0, at).stream()
            .reduce(Mean.NONE, Mean::plus, Mean::plus)
            .plus(
                right.subList(at, right.size()).stream().reduce(Mean.NONE, Mean::plus, Mean::plus));
    assertThat(parts).isEqualTo(whole);
  }
}
