package io.alignstream.deploy.cli;

import io.alignstream.parse.counting.CaptionSource;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on standard error for work on a corpus, where a person watches and wants one. */
final class CorpusProgress implements AutoCloseable {
  private final Optional<ProgressBar> bar;

  private CorpusProgress(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  /** A bar unless it is unwanted. From Java 22 on a console is always there, and so is the bar. */
  @SuppressWarnings("SystemConsoleNull")
  static CorpusProgress of(String task, String unit, long unitSize, boolean quiet) {
    return new CorpusProgress(
        quiet || System.console() == null
            ? Optional.empty()
            : Optional.of(
                new ProgressBarBuilder()
                    .setTaskName(task)
                    .setUnit(unit, unitSize)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(500)
                    .showSpeed()
                    .build()));
  }

  void show(CaptionSource.Progress progress) {
    bar.ifPresent(
        shown -> {
          shown.maxHint(progress.all());
          shown.stepTo(progress.done());
        });
  }

  void show(long done, long all) {
    show(new CaptionSource.Progress(done, all));
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
