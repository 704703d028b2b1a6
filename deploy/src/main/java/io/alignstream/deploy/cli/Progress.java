package io.alignstream.deploy.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on standard error for long work, where a person watches and wants one. */
final class Progress implements AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;
  private static final long LONG_WORK = 64 * MEBIBYTE;

  private final Optional<ProgressBar> bar;

  private Progress(boolean wanted, String task, long most, String unit, long unitSize) {
    this.bar =
        wanted && Terminal.isWatched()
            ? Optional.of(bar(task, most, unit, unitSize))
            : Optional.empty();
  }

  /** For work on so many bytes. */
  static Progress ofBytes(String task, long bytes) {
    return new Progress(bytes >= LONG_WORK, task, bytes, " MiB", MEBIBYTE);
  }

  /** For work on so many images. */
  static Progress ofImages(String task, long images) {
    return new Progress(true, task, images, " images", 1);
  }

  /** For events; how many is said with each of them. */
  static Progress ofEvents(String task) {
    return new Progress(true, task, -1, " events", 1);
  }

  /** For work on a corpus whose size may change. */
  static Progress ofCorpus(String task, String unit, long unitSize, boolean quiet) {
    return new Progress(!quiet, task, -1, unit, unitSize);
  }

  /** So many more are done. */
  void add(long more) {
    bar.ifPresent(shown -> shown.stepBy(more));
  }

  /** So many are done, of so many. */
  void show(long done, long all) {
    bar.ifPresent(
        shown -> {
          shown.maxHint(all);
          shown.stepTo(done);
        });
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
        .setUpdateIntervalMillis(500)
        .setStyle(drawsBlocks ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
        .showSpeed()
        .build();
  }
}
