package io.alignstream.encode.progress;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Steps since the last report.
 *
 * @param step how many are done
 * @param steps how many there will be
 * @param loss mean since the last report
 * @param values further means: the loss's terms and measures
 * @param rate learning rate of the last step
 * @param gradientNorm of the last step, before clipping
 * @param samplesPerSecond over all processes
 * @param outsideRun share of the time that was not spent in TensorFlow
 * @param remaining what is left at this pace
 */
public record StepReport(
    long step,
    long steps,
    double loss,
    Map<String, Double> values,
    double rate,
    double gradientNorm,
    double samplesPerSecond,
    double outsideRun,
    Duration remaining) {
  /** Copies the values. */
  public StepReport {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** All numbers by name, as files have them. */
  public Map<String, Double> numbers() {
    var numbers = new LinkedHashMap<String, Double>();
    numbers.put("loss", loss);
    numbers.putAll(values);
    numbers.put("learning_rate", rate);
    numbers.put("gradient_norm", gradientNorm);
    numbers.put("samples_per_second", samplesPerSecond);
    numbers.put("outside_run", outsideRun);
    return numbers;
  }
}
