package io.alignstream.detect.stage;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.japi.Pair;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.alignstream.encode.batch.BatchSettings;
import io.alignstream.schemas.line.DecodedEvent;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.DetectedEvent;
import io.alignstream.schemas.line.Event;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Origin;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.Regions;
import io.alignstream.schemas.line.Sight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is wrong with one image, or with one key, is that event's rejection, in its place. */
class DetectStageTest {
  private static final ActorSystem SYSTEM = ActorSystem.create();
  private static final BatchSettings SETTINGS = new BatchSettings(4, Duration.ofMillis(20), 1);
  private static final Regions KNOWN = new Regions(5, 4, List.of(), FloatMatrix.empty(9));

  @AfterAll
  static void stop() {
    SYSTEM.terminate();
  }

  /** Refuses images two pixels wide, and fails altogether at those three pixels wide. */
  private static final class Choosy implements Detector {
    @Override
    public String modelVersion() {
      return "choosy";
    }

    @Override
    public List<Outcome<Regions>> detect(List<DecodedImage> images) {
      if (images.stream().anyMatch(image -> image.width() == 3)) {
        throw new IllegalStateException("three");
      }
      return images.stream().map(Choosy::detect).toList();
    }

    private static Outcome<Regions> detect(DecodedImage image) {
      return image.width() == 2
          ? Outcome.rejected(Reason.of("detect", Reason.Code.MODEL_FAILED, "two"))
          : Outcome.accepted(
              new Regions(image.width(), image.height(), List.of(), FloatMatrix.empty(9)));
    }
  }

  @Test
  void badImagesAndKeysAreRejectedAlone() {
    var sights =
        List.of(
            pixels(1),
            pixels(2),
            new Sight.FeaturesKey("known"),
            pixels(3),
            pixels(4),
            new Sight.FeaturesKey("unknown"));
    var in = new ArrayList<Pair<Outcome<DecodedEvent>, Long>>();
    for (int i = 0; i < sights.size(); i++) {
      in.add(Pair.create(Outcome.accepted(event(i, sights.get(i))), (long) i));
    }

    var out =
        Source.from(in)
            .via(
                DetectStage.<Long>flow(
                        new Choosy(),
                        key -> key.equals("known") ? Optional.of(KNOWN) : Optional.empty(),
                        SETTINGS,
                        Runnable::run)
                    .asFlow())
            .runWith(Sink.seq(), SYSTEM)
            .toCompletableFuture()
            .join();

    assertThat(out).extracting(Pair::second).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(out.stream().map(pair -> told(pair.first())))
        .containsExactly(
            "event0: 1",
            "two",
            "event2: 5",
            "the model failed on this input: three",
            "event4: 4",
            "no features under features_key 'unknown'");
  }

  private static String told(Outcome<DetectedEvent> outcome) {
    return outcome.fold(
        found -> found.event().eventId() + ": " + found.regions().imageWidth(),
        Reason::message,
        deleted -> deleted);
  }

  private static Sight pixels(int width) {
    return new Sight.Pixels(DecodedImage.wrap(width, 1, new byte[3 * width]));
  }

  private static DecodedEvent event(int number, Sight sight) {
    return new DecodedEvent(
        new Event(
            "event" + number,
            "image",
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Map.of(),
            new Origin("events", 0, number)),
        sight);
  }
}
