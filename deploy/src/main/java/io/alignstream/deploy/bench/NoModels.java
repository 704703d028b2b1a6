package io.alignstream.deploy.bench;

import io.alignstream.deploy.line.Models;
import io.alignstream.detect.stage.Detector;
import io.alignstream.detect.stage.FeatureSource;
import io.alignstream.encode.stage.Encoder;
import io.alignstream.heads.stage.AnsweredEvents;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import io.alignstream.schemas.line.ParsedText;
import io.alignstream.schemas.line.Regions;
import java.util.List;

/**
 * What a node runs whose fail-over is measured: it sees nothing and knows nothing, so that the time
 * is that of the cluster and of Kafka, and three nodes fit a small machine. Its events ask nothing.
 */
final class NoModels {
  private static final String VERSION = "none";

  private NoModels() {}

  static Models all() {
    return new Models(
        new Blind(),
        FeatureSource.none(),
        text -> new ParsedText(text.text(), List.of(), List.of()),
        new Empty(),
        events -> events.stream().map(event -> Outcome.accepted(entry(event))).toList());
  }

  private static EventOutputs entry(EncodedEvent event) {
    return AnsweredEvents.of(
        event,
        (task, pair, answer) -> {
          throw new IllegalArgumentException("the bench's events ask nothing, not " + task);
        });
  }

  private static final class Blind implements Detector {
    @Override
    public String modelVersion() {
      return VERSION;
    }

    @Override
    public List<Outcome<Regions>> detect(List<DecodedImage> images) {
      return images.stream().map(Blind::nothing).toList();
    }

    private static Outcome<Regions> nothing(DecodedImage image) {
      return Outcome.accepted(
          new Regions(image.width(), image.height(), List.of(), FloatMatrix.empty(0)));
    }
  }

  private static final class Empty implements Encoder {
    @Override
    public String modelVersion() {
      return VERSION;
    }

    @Override
    public List<Outcome<EncodedEvent>> encode(List<ParsedEvent> events) {
      return events.stream().map(event -> Outcome.accepted(nothing(event))).toList();
    }

    private static EncodedEvent nothing(ParsedEvent event) {
      var none = FloatMatrix.empty(0);
      return new EncodedEvent(
          event, none, event.captions().stream().map(text -> none).toList(), List.of(), VERSION);
    }
  }
}
