package io.alignstream.schemas.wire;

import io.alignstream.schemas.line.Reason;
import org.apache.kafka.common.errors.SerializationException;

/** A value that cannot be read: its own fault, so it belongs on the dead-letter topic. */
public final class WireException extends SerializationException {
  private final Reason.Code code;

  private WireException(Reason.Code code, String message) {
    super(message);
    this.code = code;
  }

  private WireException(Reason.Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  static WireException notAvro(String message) {
    return new WireException(Reason.Code.NOT_AVRO, message);
  }

  static WireException notAvro(String message, Throwable cause) {
    return new WireException(Reason.Code.NOT_AVRO, message, cause);
  }

  static WireException wrongSchema(String message) {
    return new WireException(Reason.Code.WRONG_SCHEMA, message);
  }

  static WireException wrongSchema(String message, Throwable cause) {
    return new WireException(Reason.Code.WRONG_SCHEMA, message, cause);
  }

  /** {@link Reason.Code#NOT_AVRO} or {@link Reason.Code#WRONG_SCHEMA}. */
  public Reason.Code code() {
    return code;
  }
}
