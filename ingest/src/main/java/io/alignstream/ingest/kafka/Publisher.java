package io.alignstream.ingest.kafka;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes what one partition's stream makes. All methods block: call them on an executor for that.
 * After any exception the publisher must be {@link #abandon abandoned} and opened anew.
 */
public interface Publisher {
  /** Opens a publisher for a partition; whoever held the partition before loses it. */
  @FunctionalInterface
  interface Opener {
    /** Opens it; blocks until it may publish. */
    Publisher open(TopicPartition partition);
  }

  /** Where the stream has to begin. Read after the previous holder could publish no more. */
  Progress start();

  /**
   * Writes all records of a group, and then how far the partition is done.
   *
   * @param group may be empty
   * @throws FencedException if somebody else holds the partition now
   */
  void publish(List<Publication> group, Progress progress);

  /** Ends after the last group was published. */
  void close();

  /** Ends at once, whatever is under way. */
  void abandon();
}
