package io.alignstream.encode.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void theScriptsMoveItFirst() {
    // Warm-up 2, total 10: the golden run's three steps.
    var schedule = Schedule.warmupLinear(2, 10);
    assertFactors(schedule.movedFirst(), 0.5, 1, 7 / 8.0);
    assertFactors(schedule, 0, 0.5, 1, 7 / 8.0);
    assertThat(schedule.factor(10)).isZero();
    assertThat(schedule.factor(11)).isZero();
  }

  @Test
  void cosineGoesDownHalfAWave() {
    assertFactors(
        Schedule.warmupCosine(1, 5), 0, 1, 0.5 + Math.sqrt(0.125), 0.5, 0.5 - Math.sqrt(0.125), 0);
  }

  @Test
  void stepsDecayAfterAWarmup() {
    assertFactors(Schedule.steps(2, 0.5, 0.1, List.of(3L, 5L)), 0.5, 0.75, 1, 0.1, 0.1, 0.01, 0.01);
  }

  @Test
  void withoutWarmupItStartsWhole() {
    assertFactors(Schedule.warmupConstant(0), 1, 1);
    assertFactors(Schedule.constant(), 1, 1);
    assertFactors(Schedule.named("linear", 0, 4), 1, 0.75, 0.5, 0.25, 0);
  }

  @Test
  void namesWhatItKnows() {
    assertThatThrownBy(() -> Schedule.named("steep", 0, 1)).hasMessageContaining("linear");
  }

  private static void assertFactors(Schedule schedule, double... factors) {
    assertThat(LongStream.range(0, factors.length).mapToDouble(schedule::factor).toArray())
        .containsExactly(factors, within(1e-12));
  }
}
