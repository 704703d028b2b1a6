package io.alignstream.deploy.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;

/**
 * What one run of a contender took. Processor time says something on a busy machine too: with all
 * processors at work, its ratio is what the ratio of the rates would be without any waiting.
 *
 * @param wall by the clock
 * @param here processor time of this process, the broker in it included
 * @param there processor time of the second node's process
 */
record Spent(Duration wall, Duration here, Duration there) {

  /** Measures a run. */
  static Spent by(Contender contender, String group, Process second) throws InterruptedException {
    var here = ofThisProcess();
    var there = of(second);
    var wall = contender.run(group);
    return new Spent(wall, ofThisProcess().minus(here), of(second).minus(there));
  }

  double rate(long events) {
    return events / (wall.toNanos() / 1e9);
  }

  /** Milliseconds of all processors for a thousand events. */
  double processorMillis(long events) {
    return millis(here, events) + millis(there, events);
  }

  static double millis(Duration processor, long events) {
    return processor.toNanos() / 1e3 / events;
  }

  static double median(double... values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static Duration ofThisProcess() {
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return Duration.ofNanos(machine.getProcessCpuTime());
  }

  private static Duration of(Process process) {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
