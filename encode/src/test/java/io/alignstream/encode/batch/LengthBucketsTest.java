package io.alignstream.encode.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LengthBucketsTest {
  @Test
  void keepsShortOnesFromLongOnes() {
    var lengths = List.of(50, 5, 49, 6, 5);

    assertThat(new LengthBuckets(32, 20).divide(lengths))
        .containsExactly(List.of(1, 4, 3), List.of(2, 0));
  }

  @Test
  void joinsWhatCostsLessTogether() {
    assertThat(new LengthBuckets(32, 1000).divide(List.of(50, 5, 49))).hasSize(1);
    assertThat(new LengthBuckets(2, 1000).divide(List.of(50, 5, 49)))
        .allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(2));
    assertThat(new LengthBuckets(2, 0).divide(List.of())).isEmpty();
  }

  @Property
  void everyInputIsInOneBatch(
      @ForAll @Size(max = 60) List<@IntRange(max = 100) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 40) int maxBatch,
      @ForAll @IntRange(max = 500) int overhead) {
    var batches = new LengthBuckets(maxBatch, overhead).divide(lengths);
    var seen = new ArrayList<Integer>();
    batches.forEach(seen::addAll);

    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, lengths.size()).boxed().toList());
    assertThat(batches).allMatch(batch -> batch.size() <= maxBatch);
  }
}
