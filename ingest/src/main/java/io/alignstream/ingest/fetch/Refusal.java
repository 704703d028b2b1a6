package io.alignstream.ingest.fetch;

import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;

/** Rejections of this room. */
final class Refusal {
  private static final String STAGE = "ingest";

  private Refusal() {}

  static <T> Outcome<T> of(Reason.Code code, String message) {
    return Outcome.rejected(Reason.of(STAGE, code, message));
  }

  static <T> Outcome<T> of(Reason.Code code, String message, Throwable cause) {
    return Outcome.rejected(Reason.of(STAGE, code, message, cause));
  }

  static <T> Outcome<T> tooLarge(String what, long room) {
    return of(
        Reason.Code.TOO_LARGE,
        "%s has more than the %d bytes that alignstream.max-event-bytes leaves for it"
            .formatted(what, room));
  }
}
