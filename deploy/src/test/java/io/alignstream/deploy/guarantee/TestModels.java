package io.alignstream.deploy.guarantee;

import io.alignstream.deploy.line.Models;
import io.alignstream.detect.stage.Detector;
import io.alignstream.detect.stage.FeatureSource;
import io.alignstream.encode.stage.Encoder;
import io.alignstream.heads.stage.AnsweredEvents;
import io.alignstream.heads.stage.Heads;
import io.alignstream.parse.PhraseExtractor;
import io.alignstream.schemas.avro.ImageTextMatchResult;
import io.alignstream.schemas.avro.VqaResult;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.EncodedPair;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import io.alignstream.schemas.line.ParsedText;
import io.alignstream.schemas.line.Region;
import io.alignstream.schemas.line.Regions;
import io.alignstream.schemas.line.TaskKind;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Models that cost nothing, for tests of what is around them: the whole image is one region, equal
 * images and equal texts have equal vectors, and the answers to {@link TestEvents#TASK_IDS} are
 * always the same.
 */
public final class TestModels {
  private static final int SIZE = 8;

  private TestModels() {}

  /** With a parser of the test's own. */
  public static Models with(PhraseExtractor phrases) {
    return new Models(
        new WholeImage(), FeatureSource.none(), phrases, new Hashes(), new SameAnswers());
  }

  /** With a parser that finds no phrase. */
  public static Models withoutPhrases() {
    return with(text -> new ParsedText(text.text(), List.of(), List.of()));
  }

  private static final class WholeImage implements Detector {
    @Override
    public String modelVersion() {
      return "whole-image";
    }

    @Override
    public List<Outcome<Regions>> detect(List<DecodedImage> images) {
      return images.stream().map(image -> Outcome.accepted(region(image))).toList();
    }

    private static Regions region(DecodedImage image) {
      var box = new Box(0, 0, image.width(), image.height());
      return new Regions(
          image.width(),
          image.height(),
          List.of(new Region(box, "image", 1, List.of())),
          vector(image.contentHash().hashCode()));
    }
  }

  private static final class Hashes implements Encoder {
    @Override
    public String modelVersion() {
      return "hashes";
    }

    @Override
    public List<Outcome<EncodedEvent>> encode(List<ParsedEvent> events) {
      return events.stream().map(event -> Outcome.accepted(encoded(event))).toList();
    }

    private EncodedEvent encoded(ParsedEvent event) {
      return new EncodedEvent(
          event,
          event.regions().features(),
          event.captions().stream().map(text -> vector(text.text().hashCode())).toList(),
          event.taskTexts().stream()
              .map(text -> new EncodedPair(Map.of(), modelVersion()))
              .toList(),
          modelVersion());
    }
  }

  private static final class SameAnswers implements Heads {
    @Override
    public List<Outcome<EventOutputs>> answer(List<EncodedEvent> events) {
      return events.stream().map(event -> Outcome.accepted(answered(event))).toList();
    }

    private static EventOutputs answered(EncodedEvent event) {
      return AnsweredEvents.of(
          event,
          (task, pair, answer) -> {
            if (task == TaskKind.VQA) {
              answer.setVqa(new VqaResult(List.of()));
            } else {
              answer.setImageTextMatch(new ImageTextMatchResult(0.5f));
            }
          });
    }
  }

  /** Of unit length, the same for the same hash: [1, E]. */
  private static FloatMatrix vector(int hash) {
    var random = new Random(hash);
    var values = new float[SIZE];
    double squares = 0;
    for (int i = 0; i < SIZE; i++) {
      values[i] = (float) random.nextGaussian();
      squares += values[i] * values[i];
    }
    for (int i = 0; i < SIZE; i++) {
      values[i] /= (float) Math.sqrt(squares);
    }
    return FloatMatrix.wrap(1, SIZE, values);
  }
}
