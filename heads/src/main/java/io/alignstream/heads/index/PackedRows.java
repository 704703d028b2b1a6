package io.alignstream.heads.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Rows of floats with an owner each, written once: [N, E]. A row that is replaced is not
 * overwritten but ended at a version of the index, and readers of earlier versions still see it. So
 * one writer and any number of readers need no lock.
 *
 * @param <T> what a row belongs to
 */
final class PackedRows<T> {
  /** Rows of a chunk; chunks are filled and never moved. */
  static final int CHUNK = 1024;

  private static final long NEVER = Long.MAX_VALUE;

  private final int columns;
  private List<Chunk<T>> chunks = List.of();
  private int count;
  private int ended;

  private static final class Chunk<T> {
    private final float[] values;
    private final AtomicReferenceArray<T> owners = new AtomicReferenceArray<>(CHUNK);
    private final AtomicLongArray endedAt = new AtomicLongArray(CHUNK);

    Chunk(int columns) {
      this.values = new float[CHUNK * columns];
    }
  }

  PackedRows(int columns) {
    this.columns = columns;
  }

  /** Adds a row, which views made from now on hold; returns its number. */
  int append(T owner, float[] row) {
    int at = count % CHUNK;
    if (at == 0) {
      var more = new ArrayList<>(chunks);
      more.add(new Chunk<>(columns));
      chunks = List.copyOf(more);
    }
    var chunk = chunks.get(count / CHUNK);
    System.arraycopy(row, 0, chunk.values, at * columns, columns);
    chunk.owners.setPlain(at, owner);
    chunk.endedAt.setPlain(at, NEVER);
    return count++;
  }

  /** Hides a row from readers of this version and later ones. */
  void end(int row, long version) {
    chunks.get(row / CHUNK).endedAt.setRelease(row % CHUNK, version);
    ended++;
  }

  float[] copyRow(int row) {
    var copy = new float[columns];
    System.arraycopy(chunks.get(row / CHUNK).values, row % CHUNK * columns, copy, 0, columns);
    return copy;
  }

  /** Whether a copy without the ended rows would be half as large. */
  boolean isMostlyEnded() {
    return ended > CHUNK && ended > count / 2;
  }

  /** The rows written so far. To be handed to readers through a volatile or final field. */
  View<T> view() {
    return new View<>(columns, chunks, count);
  }

  /** Takes a row's owner and its dot product with the query. */
  @FunctionalInterface
  interface RowVisitor<T> {
    void visit(T owner, float score);
  }

  /** The rows that had been written when it was made; further ones do not show. */
  record View<T>(int columns, List<Chunk<T>> chunks, int count) {
    /** Visits all rows that a version of the index holds, in the order they were written. */
    void scan(float[] query, long version, RowVisitor<T> visitor) {
      for (int row = 0; row < count; row++) {
        var chunk = chunks.get(row / CHUNK);
        int at = row % CHUNK;
        if (chunk.endedAt.getAcquire(at) > version) {
          visitor.visit(chunk.owners.getPlain(at), dot(chunk.values, at * columns, query));
        }
      }
    }
  }

  /** Four sums, so that one addition need not wait for the one before. */
  private static float dot(float[] values, int from, float[] query) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < query.length; i += 4) {
      a += values[from + i] * query[i];
      b += values[from + i + 1] * query[i + 1];
      c += values[from + i + 2] * query[i + 2];
      d += values[from + i + 3] * query[i + 3];
    }
    for (; i < query.length; i++) {
      a += values[from + i] * query[i];
    }
    return (a + b) + (c + d);
  }
}
