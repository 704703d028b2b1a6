package io.alignstream.ingest.dataset;

/** A data set cannot be used; the message names the file, the row and the field. */
public final class DatasetException extends RuntimeException {
  DatasetException(String message) {
    super(message);
  }

  DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
