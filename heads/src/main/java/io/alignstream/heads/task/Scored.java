package io.alignstream.heads.task;

import io.alignstream.schemas.avro.ScoredText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Numbers as probabilities, and the best of them. */
final class Scored {
  private Scored() {}

  /** The best {@code count} classes, best first; of equal ones the first. */
  static List<ScoredText> best(float[] scores, int count, IntFunction<String> name) {
    var order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> scores[i]).reversed())
            .limit(count)
            .toList();
    var best = new ArrayList<ScoredText>(order.size());
    order.forEach(i -> best.add(new ScoredText(name.apply(i), scores[i])));
    return best;
  }

  static float[] softmax(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - largest);
    }
    var probabilities = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = (float) (Math.exp(logits[i] - largest) / sum);
    }
    return probabilities;
  }

  static float[] sigmoid(float[] logits) {
    var probabilities = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = (float) (1 / (1 + Math.exp(-logits[i])));
    }
    return probabilities;
  }
}
