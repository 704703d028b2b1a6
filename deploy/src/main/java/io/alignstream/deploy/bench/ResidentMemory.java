package io.alignstream.deploy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process, heap and native alike, as Linux counts it. */
final class ResidentMemory {
  private ResidentMemory() {}

  /** Bytes that are in memory now; 0 where the system does not say. */
  static long bytes() {
    return line("VmRSS:");
  }

  /** Most bytes that ever were. */
  static long peakBytes() {
    return line("VmHWM:");
  }

  private static long line(String name) {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
