package io.alignstream.ingest.kafka;

import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Another stream holds this partition. Back off long before trying again, or the two take the
 * partition from each other in turns.
 */
public final class FencedException extends RuntimeException {
  FencedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether a producer's failure, or one of its causes, says that it was fenced. */
  static boolean causes(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof ProducerFencedException
          || at instanceof InvalidProducerEpochException
          || at instanceof InvalidTxnStateException
          || at instanceof InvalidPidMappingException) {
        return true;
      }
    }
    return false;
  }
}
