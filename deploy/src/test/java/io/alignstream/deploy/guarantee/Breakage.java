package io.alignstream.deploy.guarantee;

import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.BoundingBox;
import io.alignstream.schemas.avro.Caption;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.line.Reason.Code;
import io.alignstream.schemas.wire.AvroWire;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Eleven ways in which an event can be broken, and what its dead letter must say. */
public enum Breakage {
  NOT_AVRO(Code.NOT_AVRO) {
    @Override
    ProducerRecord<byte[], byte[]> sent(String topic, ImageCaptionEvent event, Path root) {
      return with(topic, event, "a dog on a mat".getBytes(StandardCharsets.UTF_8));
    }
  },
  WRONG_SCHEMA(Code.WRONG_SCHEMA) {
    @Override
    ProducerRecord<byte[], byte[]> sent(String topic, ImageCaptionEvent event, Path root) {
      // Avro of ours, but no event.
      var box = BoundingBox.newBuilder().setX1(1).setY1(2).setX2(3).setY2(4).build();
      return with(
          topic,
          event,
          AvroWire.withoutRegistry().serializer(BoundingBox.class).serialize(topic, box));
    }
  },
  TRUNCATED_JPEG(Code.UNDECODABLE_IMAGE) {
    @Override
    void breakIt(ImageCaptionEvent event, Path root) {
      var jpeg = TestEvents.picture(1);
      event.setImageBytes(ByteBuffer.wrap(Arrays.copyOf(jpeg, jpeg.length / 2)));
    }
  },
  DECOMPRESSION_BOMB(Code.IMAGE_TOO_LARGE) {
    @Override
    void breakIt(ImageCaptionEvent event, Path root) {
      event.setImageBytes(ByteBuffer.wrap(Bomb.BYTES));
    }
  },
  ZERO_BYTES(Code.UNDECODABLE_IMAGE) {
    @Override
    void breakIt(ImageCaptionEvent event, Path root) {
      event.setImageBytes(ByteBuffer.allocate(0));
    }
  },
  MISSING_FILE(Code.FETCH_FAILED) {
    @Override
    void breakIt(ImageCaptionEvent event, Path root) {
      at(event, root.resolve("missing.png").toUri().toString());
    }
  },
  ESCAPING_PATH(Code.FORBIDDEN_URI) {
    @Override
    void breakIt(ImageCaptionEvent event, Path root) {
      at(event, root.toUri() + "../../etc/passwd");
    }
  },
  FORBIDDEN_HOST(Code.FORBIDDEN_URI) {
    @Override
    void breakIt(ImageCaptionEvent event, Path root) {
      at(event, "http://169.254.169.254/latest/meta-data/");
    }
  },
  ENDLESS_CAPTION(Code.INVALID_EVENT) {
    @Override
    void breakIt(ImageCaptionEvent event, Path root) {
      event.setCaptions(List.of(Caption.newBuilder().setText("a ".repeat(100_000)).build()));
    }
  },
  NULL_WITHOUT_KEY(Code.NULL_WITHOUT_KEY) {
    @Override
    ProducerRecord<byte[], byte[]> sent(String topic, ImageCaptionEvent event, Path root) {
      return new ProducerRecord<>(topic, null, null);
    }
  },
  OVER_THE_LIMIT(Code.TOO_LARGE) {
    @Override
    void breakIt(ImageCaptionEvent event, Path root) {
      event.setImageBytes(ByteBuffer.allocate(MAX_EVENT_BYTES));
    }
  };

  /** {@code alignstream.max-event-bytes} that {@link #OVER_THE_LIMIT} is over. */
  public static final int MAX_EVENT_BYTES = 256 << 10;

  private final Code reason;

  Breakage(Code reason) {
    this.reason = reason;
  }

  /** What its dead letter must say. */
  public Code reason() {
    return reason;
  }

  /**
   * A broken record.
   *
   * @param root directory under which files are allowed
   */
  ProducerRecord<byte[], byte[]> sent(String topic, ImageCaptionEvent event, Path root) {
    breakIt(event, root);
    return TestEvents.sent(topic, event);
  }

  void breakIt(ImageCaptionEvent event, Path root) {
    throw new UnsupportedOperationException();
  }

  private static ProducerRecord<byte[], byte[]> with(
      String topic, ImageCaptionEvent event, byte[] value) {
    return new ProducerRecord<>(topic, Keys.ofImage(event.getImageId()), value);
  }

  private static void at(ImageCaptionEvent event, String uri) {
    event.setImageBytes(null);
    event.setImageUri(uri);
  }

  /** 400 million pixels in 50 kB. */
  private static final class Bomb {
    static final byte[] BYTES =
        TestEvents.encoded(
            new BufferedImage(20_000, 20_000, BufferedImage.TYPE_BYTE_BINARY), "png");
  }
}
