package io.alignstream.parse.counting;

import io.alignstream.schemas.line.Phrase;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Counts the phrases of a corpus, on all processors, and records the count from time to time.
 *
 * @param phrases the phrases of a caption; thread-safe
 * @param recordEvery time after which a count is recorded even if the table is not full: what a
 *     killed process loses at most
 */
public record VocabularyBuild(Function<String, List<Phrase>> phrases, Duration recordEvery) {
  /**
   * Counts from where both stand to the source's end, or until told to stop, and records the end.
   *
   * @param source opened at the position of {@code counts}
   * @param goOn asked between batches
   * @param recorded told whenever the count was recorded
   * @param progress told after every batch
   */
  public void run(
      CaptionSource source,
      PhraseCounts counts,
      BooleanSupplier goOn,
      Runnable recorded,
      Consumer<CaptionSource.Progress> progress) {
    long last = System.nanoTime();
    while (!source.isAtEnd() && goOn.getAsBoolean()) {
      source.next().parallelStream().map(phrases).toList().forEach(counts::add);
      progress.accept(source.progress());
      if (counts.isFull() || System.nanoTime() - last >= recordEvery.toNanos()) {
        counts.record(source.position());
        recorded.run();
        last = System.nanoTime();
      }
    }
    counts.record(source.position());
    recorded.run();
  }
}
