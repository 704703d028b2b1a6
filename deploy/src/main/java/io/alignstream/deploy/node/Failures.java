package io.alignstream.deploy.node;

import io.alignstream.ingest.kafka.FencedException;
import io.alignstream.schemas.wire.RegistryException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Tells a stream's failures apart. */
final class Failures {
  private Failures() {}

  /** A failure and all its causes. */
  static Stream<Throwable> in(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  /** Whether the infrastructure failed, and no record can be to blame. */
  static boolean isInfrastructure(Throwable failure) {
    return in(failure)
            .anyMatch(
                cause ->
                    cause instanceof KafkaException
                        || cause instanceof FencedException
                        || cause instanceof RegistryException)
        && in(failure)
            .noneMatch(
                cause ->
                    cause instanceof RecordTooLargeException
                        || cause instanceof RecordBatchTooLargeException);
  }
}
