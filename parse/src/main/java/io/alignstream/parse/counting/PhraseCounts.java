package io.alignstream.parse.counting;

import io.alignstream.schemas.line.Phrase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Counts in how many captions each phrase appears: exactly, in bounded memory, in a folder that
 * survives the process. Not thread-safe.
 */
public final class PhraseCounts implements AutoCloseable {
  private static final int MOST_RUNS = 32; // files that a merge opens at once

  private final Path folder;
  private final int maxPhrases;
  private final FileChannel lock;
  private final Map<Phrase, Long> table = new HashMap<>();
  private CountState recorded;
  private long captions;

  private PhraseCounts(Path folder, int maxPhrases, FileChannel lock, CountState recorded) {
    this.folder = folder;
    this.maxPhrases = maxPhrases;
    this.lock = lock;
    this.recorded = recorded;
    this.captions = recorded.captions();
  }

  /**
   * Opens a count, where it was last recorded if the folder holds one.
   *
   * @param source names the corpus
   * @param maxPhrases phrases held in memory; one takes about 300 bytes
   * @throws IllegalStateException if the folder's count is of another corpus, or somebody else
   *     counts in it
   */
  public static PhraseCounts open(Path folder, String source, int maxPhrases) {
    if (maxPhrases < 1) {
      throw new IllegalArgumentException("at least one phrase in memory, not " + maxPhrases);
    }
    try {
      Files.createDirectories(folder);
      var lock = lock(folder);
      try {
        var state = CountState.read(folder).orElseGet(() -> CountState.empty(source));
        if (!state.source().equals(source)) {
          throw new IllegalStateException(
              "%s holds a count of %s, not of %s; name another folder, or delete it"
                  .formatted(folder, state.source(), source));
        }
        var counts = new PhraseCounts(folder, maxPhrases, lock, state);
        counts.deleteAllBut(state.runs());
        return counts;
      } catch (RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Where in the corpus the recorded count stands; empty at its beginning. */
  public String position() {
    return recorded.position();
  }

  /** Captions counted so far. */
  public long captions() {
    return captions;
  }

  /** Counts one caption; a phrase that it has twice counts once. */
  public void add(Collection<Phrase> phrases) {
    captions++;
    for (var phrase : new HashSet<>(phrases)) {
      table.merge(phrase, 1L, Long::sum);
    }
  }

  /** Whether the table has grown to its bound and is to be recorded. */
  public boolean isFull() {
    return table.size() >= maxPhrases;
  }

  /** Records everything counted so far, and that the corpus was read up to a position. */
  public void record(String position) {
    var runs = new ArrayList<>(recorded.runs());
    long next = recorded.nextRun();
    if (!table.isEmpty()) {
      runs.add(
          write(
              next++,
              table.entrySet().stream()
                  .map(entry -> new PhraseCount(entry.getKey(), entry.getValue()))
                  .sorted((a, b) -> PhraseCount.BY_WORDS.compare(a.phrase(), b.phrase()))
                  .toList()));
    }
    commit(new CountState(recorded.source(), position, captions, next, runs));
    table.clear();
    if (runs.size() >= MOST_RUNS) {
      compact();
    }
  }

  /** Gives every phrase that was recorded, once, sorted by words. */
  public void forEach(Consumer<PhraseCount> use) {
    Run.merge(recorded.runs().stream().map(folder::resolve).toList(), use);
  }

  /** The phrases in at least so many captions, the most frequent first, equals by their words. */
  public List<PhraseCount> frequent(long minCaptions) {
    var kept = new ArrayList<PhraseCount>();
    forEach(
        entry -> {
          if (entry.count() >= minCaptions) {
            kept.add(entry);
          }
        });
    kept.sort(PhraseCount.BY_FREQUENCY);
    return List.copyOf(kept);
  }

  /** Frees the folder; what was not recorded is forgotten. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compact() {
    long number = recorded.nextRun();
    var name = name(number);
    Run.mergeTo(folder.resolve(name), recorded.runs().stream().map(folder::resolve).toList());
    commit(
        new CountState(
            recorded.source(), recorded.position(), captions, number + 1, List.of(name)));
    deleteAllBut(recorded.runs());
  }

  private String write(long number, List<PhraseCount> sorted) {
    Run.write(folder.resolve(name(number)), sorted);
    return name(number);
  }

  private void commit(CountState state) {
    state.write(folder);
    recorded = state;
  }

  private void deleteAllBut(List<String> runs) {
    try (var files = Files.newDirectoryStream(folder, "*.run")) {
      for (var file : files) {
        if (!runs.contains(String.valueOf(file.getFileName()))) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be tidied: " + e.getMessage(), e);
    }
  }

  private static String name(long number) {
    return "%08d.run".formatted(number);
  }

  private static FileChannel lock(Path folder) throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // the message below says it
    }
    channel.close();
    throw new IllegalStateException("somebody else counts in " + folder);
  }
}
