package io.alignstream.ingest.dataset;

import io.alignstream.schemas.line.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Gathers rows to samples: an image is given as soon as its last row was read. */
final class Gathered implements Samples {
  private final Map<String, Integer> rowsLeft;
  private final Rows rows;
  private final Map<String, Pending> pending = new HashMap<>();

  private record Pending(Rows.Row first, List<Text> captions, Map<String, String> attributes) {
    Pending(Rows.Row first) {
      this(first, new ArrayList<>(), new LinkedHashMap<>());
    }
  }

  /** Reads the file once to count, and again while it is asked for samples. */
  Gathered(Rows.Opener file) {
    this.rowsLeft = count(file);
    this.rows = file.open();
  }

  private static Map<String, Integer> count(Rows.Opener file) {
    var counts = new HashMap<String, Integer>();
    try (var rows = file.open()) {
      rows.forEachRemaining(row -> counts.merge(row.imageId(), 1, Integer::sum));
    }
    return counts;
  }

  @Override
  public boolean hasNext() {
    return !rowsLeft.isEmpty();
  }

  @Override
  public Sample next() {
    while (rows.hasNext()) {
      var row = rows.next();
      var sample = pending.computeIfAbsent(row.imageId(), id -> new Pending(row));
      row.caption().ifPresent(sample.captions::add);
      row.attributes().forEach(sample.attributes::putIfAbsent);
      if (rowsLeft.merge(row.imageId(), -1, Integer::sum) == 0) {
        rowsLeft.remove(row.imageId());
        pending.remove(row.imageId());
        return new Sample(
            row.imageId(),
            sample.first.image(),
            sample.captions,
            sample.attributes,
            sample.first.place());
      }
    }
    if (!rowsLeft.isEmpty()) {
      throw new DatasetException("the file became shorter while it was read");
    }
    throw new NoSuchElementException();
  }

  @Override
  public double progress() {
    return rows.progress();
  }

  @Override
  public void close() {
    rows.close();
  }
}
