package io.alignstream.ingest.dataset;

import java.util.Iterator;

/** The samples of a data set, in an order that never changes. */
public interface Samples extends Iterator<Sample>, AutoCloseable {
  /** How much of the data set was read, from 0 to 1. */
  double progress();

  @Override
  void close();
}
