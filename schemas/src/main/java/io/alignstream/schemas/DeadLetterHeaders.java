package io.alignstream.schemas;

import java.util.Set;

/**
 * Headers that a dead letter carries beside the refused record's own. The first six are named as
 * Kafka Connect names them, so that its tools read them; the others are ours. All values are UTF-8
 * text, numbers in decimal.
 *
 * <p>A refused record keeps its value, key, headers and timestamp. If it is sent again and refused
 * again, these headers are replaced and not added.
 */
public final class DeadLetterHeaders {
  /** Topic of the refused record. */
  public static final String TOPIC = "__connect.errors.topic";

  /** Its partition. */
  public static final String PARTITION = "__connect.errors.partition";

  /** Its offset. */
  public static final String OFFSET = "__connect.errors.offset";

  /** The stage that refused it: {@code ingest}, {@code detect}, … */
  public static final String STAGE = "__connect.errors.stage";

  /** Class name of the exception behind the refusal; absent if there was none. */
  public static final String EXCEPTION = "__connect.errors.exception.class.name";

  /** What is wrong, in a sentence; at most {@value #MAX_MESSAGE_BYTES} bytes. */
  public static final String MESSAGE = "__connect.errors.exception.message";

  /** Kind of fault, such as {@code not-avro}: see {@code Reason.Code}. */
  public static final String REASON = "alignstream.reason";

  /** When it was refused, in ISO 8601, UTC. */
  public static final String REFUSED_AT = "alignstream.refused-at";

  /**
   * How many bytes are missing: a record that its producer compressed may be larger than the
   * dead-letter topic takes. Absent from all others, which are whole.
   */
  public static final String CUT = "alignstream.cut-bytes";

  /**
   * On an event that was replayed: the timestamp that it had before, in ISO 8601, UTC. It is sent
   * with a new one, by which its topic's retention counts. It stays with the event if that is
   * refused again.
   */
  public static final String FIRST_TIMESTAMP = "alignstream.first-timestamp";

  /** Bytes that a message may take; the room for headers is derived from it. */
  public static final int MAX_MESSAGE_BYTES = 4096;

  /** All that a refusal adds: what a replay takes off again. */
  public static final Set<String> ALL =
      Set.of(TOPIC, PARTITION, OFFSET, STAGE, EXCEPTION, MESSAGE, REASON, REFUSED_AT, CUT);

  private DeadLetterHeaders() {}
}
