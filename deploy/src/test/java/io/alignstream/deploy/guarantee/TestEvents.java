package io.alignstream.deploy.guarantee;

import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.Caption;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.avro.Task;
import io.alignstream.schemas.avro.TaskRequest;
import io.alignstream.schemas.wire.AvroWire;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Small valid events: PNG and JPEG pictures of 40 x 30 pixels, few distinct captions. */
public final class TestEvents {
  /** The task ids of each event's answers. */
  public static final List<String> TASK_IDS = List.of("vqa", "image_text_match");

  private static final List<Color> COLOURS =
      List.of(Color.RED, Color.GREEN, Color.BLUE, Color.YELLOW, Color.WHITE);
  private static final Map<Integer, byte[]> PICTURES = new ConcurrentHashMap<>();

  private TestEvents() {}

  /** The event of a number. */
  public static ImageCaptionEvent event(int number) {
    var text = "a dog on a mat in room " + number % 10;
    return ImageCaptionEvent.newBuilder()
        .setEventId("event-" + number)
        .setImageId("image-" + number)
        .setImageBytes(ByteBuffer.wrap(picture(number)))
        .setCaptions(List.of(Caption.newBuilder().setText(text).build()))
        .setTasks(
            List.of(
                TaskRequest.newBuilder().setTask(Task.VQA).setText("what colour is it ?").build(),
                TaskRequest.newBuilder().setTask(Task.IMAGE_TEXT_MATCH).setText(text).build()))
        .build();
  }

  /** As a record of a topic. */
  public static ProducerRecord<byte[], byte[]> sent(String topic, ImageCaptionEvent event) {
    return new ProducerRecord<>(
        topic,
        Keys.ofImage(event.getImageId()),
        AvroWire.withoutRegistry().serializer(ImageCaptionEvent.class).serialize(topic, event));
  }

  /** PNG for even numbers, JPEG for odd ones. */
  public static byte[] picture(int number) {
    return PICTURES.computeIfAbsent(number % (2 * COLOURS.size()), TestEvents::paint).clone();
  }

  private static byte[] paint(int number) {
    var image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(COLOURS.get(number % COLOURS.size()));
    graphics.fillRect(0, 0, 40, 20);
    graphics.dispose();
    return encoded(image, number % 2 == 0 ? "png" : "jpg");
  }

  static byte[] encoded(BufferedImage image, String format) {
    try (var bytes = new ByteArrayOutputStream()) {
      ImageIO.write(image, format, bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
