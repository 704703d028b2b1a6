package io.alignstream.parse.counting;

import io.alignstream.schemas.line.Phrase;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * A file of phrases with counts, sorted by words. An entry: the number of words (1 byte), each word
 * (4 bytes length, UTF-8), the count (8 bytes); a 0 byte ends the file.
 */
final class Run {
  private static final int BUFFER = 1 << 16;

  private Run() {}

  /** Writes a run, which is on the disk when this returns. */
  static void write(Path file, List<PhraseCount> sorted) {
    write(file, out -> sorted.forEach(out));
  }

  /** Merges runs into a new one. */
  static void mergeTo(Path file, List<Path> runs) {
    write(file, out -> merge(runs, out));
  }

  private static void write(Path file, Consumer<Consumer<PhraseCount>> entries) {
    try (var channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        var out =
            new DataOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER))) {
      entries.accept(entry -> write(out, entry));
      out.writeByte(0);
      out.flush();
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Gives every phrase of some runs once, with its counts added up, sorted by words. */
  static void merge(List<Path> files, Consumer<PhraseCount> use) {
    var open = new ArrayList<Reader>();
    try {
      var heads =
          new PriorityQueue<Reader>(
              Comparator.comparing((Reader run) -> run.head().phrase(), PhraseCount.BY_WORDS));
      for (var file : files) {
        var reader = new Reader(file);
        open.add(reader);
        if (reader.advance()) {
          heads.add(reader);
        }
      }
      while (!heads.isEmpty()) {
        use.accept(sumOfFirst(heads));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a run cannot be read: " + e.getMessage(), e);
    } finally {
      open.forEach(Reader::close);
    }
  }

  private static PhraseCount sumOfFirst(PriorityQueue<Reader> heads) throws IOException {
    var phrase = heads.element().head().phrase();
    long count = 0;
    while (!heads.isEmpty() && heads.element().head().phrase().equals(phrase)) {
      var run = heads.remove();
      count += run.head().count();
      if (run.advance()) {
        heads.add(run);
      }
    }
    return new PhraseCount(phrase, count);
  }

  private static void write(DataOutputStream out, PhraseCount entry) {
    try {
      out.writeByte(entry.phrase().words().size());
      for (var word : entry.phrase().words()) {
        var bytes = word.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
      }
      out.writeLong(entry.count());
    } catch (IOException e) {
      throw new UncheckedIOException("a run cannot be written: " + e.getMessage(), e);
    }
  }

  private static final class Reader implements Closeable {
    private final DataInputStream in;
    private Optional<PhraseCount> head = Optional.empty();

    Reader(Path file) throws IOException {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
    }

    PhraseCount head() {
      return head.orElseThrow();
    }

    boolean advance() throws IOException {
      int size = in.readByte();
      if (size == 0) {
        head = Optional.empty();
        return false;
      }
      var words = new ArrayList<String>(size);
      for (int i = 0; i < size; i++) {
        words.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
      }
      head = Optional.of(new PhraseCount(new Phrase(words), in.readLong()));
      return true;
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
