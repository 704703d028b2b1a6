package io.alignstream.schemas.wire;

import io.alignstream.schemas.avro.Caption;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.avro.Task;
import io.alignstream.schemas.avro.TaskRequest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Events to write and read. */
final class TestEvents {
  private TestEvents() {}

  static ImageCaptionEvent full() {
    return ImageCaptionEvent.newBuilder()
        .setEventId("event-1")
        .setImageId("image-1")
        .setImageBytes(ByteBuffer.wrap(new byte[] {1, 2, 3}))
        .setCaptions(
            List.of(
                new Caption("a cat", List.of(List.of("cat"))), new Caption("ein Kätzchen", null)))
        .setTasks(
            List.of(
                TaskRequest.newBuilder()
                    .setTask(Task.VQA)
                    .setId("q")
                    .setText("what is it?")
                    .setChoices(List.of("cat", "dog"))
                    .build()))
        .setEventTime(Instant.ofEpochMilli(1_700_000_000_123L))
        .setAttributes(Map.of("source", "test"))
        .build();
  }

  static ImageCaptionEvent of(String imageId, String caption) {
    return ImageCaptionEvent.newBuilder()
        .setEventId("event of " + imageId)
        .setImageId(imageId)
        .setImageUri("file:///images/" + imageId)
        .setCaptions(List.of(new Caption(caption, null)))
        .build();
  }
}
