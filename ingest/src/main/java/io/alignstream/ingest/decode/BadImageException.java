package io.alignstream.ingest.decode;

import java.io.IOException;

/** The bytes are no image that can be shown; the message says what is wrong with them. */
final class BadImageException extends IOException {
  BadImageException(String message) {
    super(message);
  }
}
