package io.alignstream.deploy.watch;

import io.alignstream.deploy.line.Models;
import io.alignstream.detect.stage.Detector;
import io.alignstream.encode.stage.Encoder;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import io.alignstream.schemas.line.Regions;
import io.alignstream.schemas.line.TaskKind;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.Function;

/**
 * Models that are measured at each call: {@code alignstream_model_batch_size} and {@code
 * alignstream_model_seconds}, by model.
 */
public final class MeteredModels {
  private MeteredModels() {}

  /** The same models, measured. */
  public static Models of(Models models, MeterRegistry registry) {
    var detector = models.detector();
    var encoder = models.encoder();
    var detected = metered("detector", detector::detect, registry);
    var encoded = metered("encoder", encoder::encode, registry);
    var answered = metered("heads", models.heads()::answer, registry);
    return new Models(
        new Detector() {
          @Override
          public String modelVersion() {
            return detector.modelVersion();
          }

          @Override
          public List<Outcome<Regions>> detect(List<DecodedImage> images) {
            return detected.apply(images);
          }

          @Override
          public void close() {
            detector.close();
          }
        },
        models.features(),
        models.phrases(),
        new Encoder() {
          @Override
          public String modelVersion() {
            return encoder.modelVersion();
          }

          @Override
          public boolean readsPhrases(TaskKind task) {
            return encoder.readsPhrases(task);
          }

          @Override
          public List<Outcome<EncodedEvent>> encode(List<ParsedEvent> events) {
            return encoded.apply(events);
          }

          @Override
          public void close() {
            encoder.close();
          }
        },
        answered::apply);
  }

  private static <A, B> Function<List<A>, List<Outcome<B>>> metered(
      String name, Function<List<A>, List<Outcome<B>>> model, MeterRegistry registry) {
    var sizes =
        DistributionSummary.builder("alignstream.model.batch.size")
            .description("Inputs a model call")
            .tag("model", name)
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
            .register(registry);
    var times =
        Timer.builder("alignstream.model")
            .description("Time of a model call")
            .tag("model", name)
            .publishPercentileHistogram()
            .register(registry);
    return batch -> {
      sizes.record(batch.size());
      return times.record(() -> model.apply(batch));
    };
  }
}
