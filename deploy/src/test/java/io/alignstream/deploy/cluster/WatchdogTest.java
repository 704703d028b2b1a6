package io.alignstream.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private final AtomicLong monotonic = new AtomicLong(50);
  private final AtomicLong wall = new AtomicLong(1_700_000_000_000L);
  private final ArrayList<Duration> pauses = new ArrayList<>();
  private final Watchdog watchdog =
      new Watchdog(Duration.ofSeconds(4), monotonic::get, wall::get, pauses::add);

  @Test
  void shortPausesAreNobodysBusiness() {
    pass(200, 200);
    pass(3_900, 3_900);
    pass(4_000, 4_000);
    assertThat(pauses).isEmpty();
  }

  @Test
  void aStoppedProcessIsNoticed() {
    pass(4_001, 4_001);
    assertThat(pauses).containsExactly(Duration.ofMillis(4_001));
  }

  @Test
  void aFrozenMachineIsNoticedByTheTimeOfDay() {
    pass(200, 60_000);
    assertThat(pauses).containsExactly(Duration.ofMinutes(1));
  }

  @Test
  void aClockThatIsSetBackIsNoPause() {
    pass(200, -60_000);
    assertThat(pauses).isEmpty();
  }

  private void pass(long monotonicMillis, long wallMillis) {
    monotonic.addAndGet(monotonicMillis);
    wall.addAndGet(wallMillis);
    watchdog.look();
  }
}
