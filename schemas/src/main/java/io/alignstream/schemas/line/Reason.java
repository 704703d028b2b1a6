package io.alignstream.schemas.line;

/**
 * Why an input was rejected.
 *
 * @param stage the stage that rejected it, such as {@code ingest}
 * @param code what kind of fault it is, stable for filters and metrics
 * @param message what is wrong and what to do, naming the field or file
 * @param exception class name of the exception behind it, empty if there was none
 */
public record Reason(String stage, Code code, String message, String exception) {

  /** Kinds of fault. The name in lower case with dashes is what dead-letter headers carry. */
  public enum Code {
    /** The value is not in a known wire format. */
    NOT_AVRO,
    /** The value is Avro of a schema that is not known or cannot be read as an event. */
    WRONG_SCHEMA,
    /** A tombstone without a key. */
    NULL_WITHOUT_KEY,
    /** The record or a field is over a configured size. */
    TOO_LARGE,
    /** A field is missing, empty, contradictory or over its limit. */
    INVALID_EVENT,
    /** The image URI is not allowed: scheme, host, address or path. */
    FORBIDDEN_URI,
    /** The image could not be fetched. */
    FETCH_FAILED,
    /** The image bytes are empty, truncated or of an unknown format. */
    UNDECODABLE_IMAGE,
    /** The image has more pixels than allowed. */
    IMAGE_TOO_LARGE,
    /** No features are known under the event's features key. */
    UNKNOWN_FEATURES,
    /** A model refused or failed on this input. */
    MODEL_FAILED,
    /** The event repeatedly killed what worked on it. */
    POISON;

    /** The name as headers carry it: {@code not-avro}. */
    public String headerValue() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** A reason without an exception. */
  public static Reason of(String stage, Code code, String message) {
    return new Reason(stage, code, message, "");
  }

  /** A reason that an exception caused. */
  public static Reason of(String stage, Code code, String message, Throwable cause) {
    return new Reason(stage, code, message, cause.getClass().getName());
  }
}
