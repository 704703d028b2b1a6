package io.alignstream.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.japi.Pair;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import com.typesafe.config.ConfigFactory;
import io.alignstream.ingest.IngestSettings;
import io.alignstream.ingest.check.EventCheck;
import io.alignstream.ingest.decode.ImageDecoder;
import io.alignstream.ingest.fetch.ImageFetcher;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.wire.AvroWire;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole of ingest with the settings of reference.conf. */
class IngestStageTest {
  private static final AvroWire WIRE = AvroWire.withoutRegistry();

  private final ActorSystem system = ActorSystem.create("ingest-stage-test");

  @AfterEach
  void stop() {
    system.terminate();
  }

  @Test
  void everyOutcomeStaysInItsPlaceWithItsOffset() throws IOException {
    var settings = IngestSettings.from(ConfigFactory.load().getConfig("alignstream.ingest"));
    var limits = new EventLimits(100_000);
    var png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "png", png);
    var events =
        List.of(
            Pair.create(event("good", png.toByteArray()), 7L),
            Pair.create(new ConsumerRecord<>("t", 0, 8, Keys.ofImage("gone"), (byte[]) null), 8L),
            Pair.create(event("bad", new byte[] {1}), 9L),
            Pair.create(event("good too", png.toByteArray()), 10L));

    var seen = new ArrayList<String>();
    try (var fetcher = new ImageFetcher(settings.fetch(), limits)) {
      Source.from(events)
          .via(
              IngestStage.<Long>flow(
                      new EventCheck(WIRE, settings.check(), limits),
                      fetcher,
                      new ImageDecoder(settings.decode()),
                      settings.parallelism(),
                      ForkJoinPool.commonPool(),
                      ForkJoinPool.commonPool())
                  .asFlow())
          .runWith(Sink.seq(), system)
          .toCompletableFuture()
          .join()
          .forEach(
              out ->
                  seen.add(
                      out.second()
                          + " "
                          + out.first()
                              .<String>fold(
                                  event -> event.event().imageId(),
                                  reason -> reason.code().name(),
                                  id -> "delete " + id)));
    }
    assertThat(seen)
        .containsExactly("7 good", "8 delete gone", "9 UNDECODABLE_IMAGE", "10 good too");
  }

  private static ConsumerRecord<byte[], byte[]> event(String id, byte[] image) {
    var event =
        ImageCaptionEvent.newBuilder()
            .setEventId("event of " + id)
            .setImageId(id)
            .setImageBytes(ByteBuffer.wrap(image))
            .build();
    return new ConsumerRecord<>(
        "t",
        0,
        0,
        Keys.ofImage(id),
        WIRE.serializer(ImageCaptionEvent.class).serialize("t", event));
  }
}
