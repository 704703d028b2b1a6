package io.alignstream.deploy.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on standard error for long work, where a person watches; silent otherwise. */
final class Progress implements AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;
  private static final long LONG_WORK = 64 * MEBIBYTE;

  private final Optional<ProgressBar> bar;

  private Progress(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  /** For work on so many bytes. From Java 22 on a console is always there, and so is the bar. */
  @SuppressWarnings("SystemConsoleNull")
  static Progress ofBytes(String task, long bytes) {
    boolean shown = bytes >= LONG_WORK && System.console() != null;
    return new Progress(shown ? Optional.of(bar(task, bytes, " MiB", MEBIBYTE)) : Optional.empty());
  }

  /** For work on so many images. */
  @SuppressWarnings("SystemConsoleNull")
  static Progress ofImages(String task, long images) {
    return new Progress(
        System.console() == null ? Optional.empty() : Optional.of(bar(task, images, " images", 1)));
  }

  /** So many more are done. */
  void add(long bytes) {
    bar.ifPresent(shown -> shown.stepBy(bytes));
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }

  private static ProgressBar bar(String task, long most, String unit, long unitSize) {
    boolean drawsBlocks = Charset.defaultCharset().equals(StandardCharsets.UTF_8);
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(most)
        .setUnit(unit, unitSize)
        .setUpdateIntervalMillis(200)
        .setStyle(drawsBlocks ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
        .build();
  }
}
