package io.alignstream.schemas;

import java.nio.charset.StandardCharsets;

/** Kafka keys: UTF-8 text, so that equal keys share a partition and keep their order. */
public final class Keys {
  private Keys() {}

  /** Key of an event and of an index entry: the image id. */
  public static byte[] ofImage(String imageId) {
    return imageId.getBytes(StandardCharsets.UTF_8);
  }

  /** Key of an answer: {@code <event id>/<task id>}. */
  public static byte[] ofAnswer(String eventId, String taskId) {
    return (eventId + "/" + taskId).getBytes(StandardCharsets.UTF_8);
  }

  /** A key as text; bytes that are no UTF-8 are shown as replacement characters. */
  public static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }
}
