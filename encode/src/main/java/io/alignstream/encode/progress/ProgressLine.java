package io.alignstream.encode.progress;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A bar with loss, learning rate, samples per second and remaining time: one line that is written
 * over on a terminal, one line a report elsewhere.
 */
public final class ProgressLine implements Listener {
  private static final int WIDTH = 20;

  private final PrintStream out;
  private final boolean terminal;

  /** Writes there. */
  public ProgressLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void start(long step, long steps) {
    if (step > 0) {
      line("going on after step %d of %d".formatted(step, steps));
    }
  }

  @Override
  public void steps(StepReport report) {
    int full = (int) (report.step() * WIDTH / Math.max(1, report.steps()));
    var text =
        String.format(
            Locale.ROOT,
            "[%s%s] %d/%d  loss %.4f  lr %.2e  %.1f samples/s  %s left",
            "#".repeat(full),
            ".".repeat(WIDTH - full),
            report.step(),
            report.steps(),
            report.loss(),
            report.rate(),
            report.samplesPerSecond(),
            text(report.remaining()));
    if (terminal) {
      out.print("\r" + text + "\u001b[K");
      out.flush();
    } else {
      out.println(text);
    }
  }

  @Override
  public void evaluation(long step, Map<String, Double> metrics) {
    var text = new StringBuilder("step " + step + ":");
    new TreeMap<>(metrics)
        .forEach(
            (name, value) -> text.append(String.format(Locale.ROOT, "  %s %.4f", name, value)));
    line(text.toString());
  }

  @Override
  public void checkpoint(long step, Path directory) {
    line("checkpoint " + directory);
  }

  @Override
  public void close() {
    if (terminal) {
      out.println();
    }
  }

  private void line(String text) {
    out.println(terminal ? "\r" + text + "\u001b[K" : text);
  }

  private static String text(Duration duration) {
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d",
        duration.toHours(),
        duration.toMinutesPart(),
        duration.toSecondsPart());
  }
}
