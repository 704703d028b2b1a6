package io.alignstream.deploy.bench;

import io.alignstream.deploy.bench.ProcessorTimes.Part;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured with one workload.
 *
 * @param load the events that were sent at once
 * @param peak how they passed
 * @param processor what was spent meanwhile
 * @param models how long the models were at work meanwhile
 * @param perSecond events a second in the second part
 * @param paced how they passed
 * @param stays mean seconds of an event in each stage in that part
 */
record WorldFigures(
    Workload workload,
    Workload.Load load,
    Passing.Passed peak,
    ProcessorTimes.Seconds processor,
    ModelTimes.All models,
    double perSecond,
    Passing.Passed paced,
    Map<String, Double> stays) {
  /** Copies the map. */
  WorldFigures {
    stays = Collections.unmodifiableMap(new LinkedHashMap<>(stays)); // in the line's order
  }

  /** Images a second. */
  double rate() {
    return load.events() / peak.wall();
  }

  /** Processor seconds inside each model's calls. */
  Map<String, Double> inside() {
    var inside = new LinkedHashMap<String, Double>();
    inside.put("detector", models.detector().processor() + natively(models.detector()));
    inside.put("parser", models.parser().processor());
    inside.put("encoder", models.encoder().processor() + natively(models.encoder()));
    inside.put("heads", models.heads().processor());
    return inside;
  }

  /** TensorFlow's threads serve detector and encoder alike: each is given what it waited for. */
  private double natively(ModelTimes.Busy model) {
    double waited = models.detector().waiting() + models.encoder().waiting();
    return waited == 0 ? 0 : processor.of(Part.NATIVE) * model.waiting() / waited;
  }

  /** Processor seconds of the line outside the models' calls. */
  Map<String, Double> outside() {
    double called =
        models.detector().processor() + models.encoder().processor() + models.heads().processor();
    var outside = new LinkedHashMap<String, Double>();
    outside.put(
        "decoding", Math.max(0, processor.of(Part.COMPUTING) - models.parser().processor()));
    outside.put("batching", Math.max(0, processor.of(Part.INFERENCE) - called));
    outside.put("stream, Kafka's clients, index", processor.of(Part.STREAM));
    outside.put("garbage collection", processor.of(Part.COLLECTOR));
    outside.put("just-in-time compiler", processor.of(Part.COMPILER));
    return outside;
  }

  /** Share of the line's processor time outside the models. */
  double shareOutside() {
    return sum(outside()) / line();
  }

  /** The same without the compiler, which stops sooner or later. */
  double shareOutsideOnceCompiled() {
    double compiler = processor.of(Part.COMPILER);
    return (sum(outside()) - compiler) / (line() - compiler);
  }

  /** The line's processor seconds. */
  double line() {
    return sum(inside()) + sum(outside());
  }

  private static double sum(Map<String, Double> seconds) {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
