package io.alignstream.deploy.demo;

import java.io.PrintWriter;
import java.time.Duration;

/** A bar that fills up on a terminal, and a line a quarter elsewhere. */
final class Progress {
  private static final int WIDTH = 40;

  private final PrintWriter out;
  private final String name;
  private final int total;
  private final boolean terminal;
  private final long began = System.nanoTime();
  private int shown = -1;

  Progress(PrintWriter out, String name, int total, boolean terminal) {
    this.out = out;
    this.name = name;
    this.total = total;
    this.terminal = terminal;
  }

  /** Shows how many are done, if that changes what is seen. */
  void show(int done) {
    int step = terminal ? done : done * 4 / total;
    if (step == shown) {
      return;
    }
    shown = step;
    var line = "  %-10s %s %,6d / %,d %s".formatted(name, bar(done), done, total, rate(done));
    if (terminal) {
      out.print("\r" + line);
      if (done >= total) {
        out.println();
      }
    } else {
      out.println(line);
    }
    out.flush();
  }

  private String bar(int done) {
    int full = (int) ((long) WIDTH * Math.min(done, total) / total);
    return "█".repeat(full) + "░".repeat(WIDTH - full);
  }

  private String rate(int done) {
    double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
    return seconds < 0.5 ? "" : "%8.1f a second".formatted(done / seconds);
  }
}
