package io.alignstream.heads.training;

import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.train.Objective;
import io.alignstream.heads.data.ExpressionFile;
import io.alignstream.heads.metrics.Localisation;
import io.alignstream.heads.task.ReferringTask;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tensorflow.op.Ops;

/**
 * Referring expressions.
 *
 * @param most regions of an image that are seen ({@code max_img_seq_length})
 * @param tight whether labels are padded to a batch's most regions only, as its tensors are
 */
public record ReferringTraining(ReferringTask head, int most, boolean tight)
    implements TrainedTask<Box> {
  @Override
  public Objective objective() {
    return TaskObjective.independent(head, TaskObjective.labelled("labels"));
  }

  @Override
  public Map<String, Feed> labels(long batch, Share share, PairData.Chosen<Box> chosen) {
    return Map.of("labels", PairScores.feed(ious(chosen)));
  }

  private FloatMatrix ious(PairData.Chosen<Box> chosen) {
    int regions = tight ? Math.max(1, regions(chosen)) : most;
    var values = new float[chosen.items().size() * regions];
    for (int i = 0; i < chosen.items().size(); i++) {
      var row =
          ExpressionFile.regionTargets(
              chosen.items().get(i).target(), chosen.images().get(i), regions);
      System.arraycopy(row, 0, values, i * regions, regions);
    }
    return FloatMatrix.wrap(chosen.items().size(), regions, values);
  }

  private int regions(PairData.Chosen<Box> chosen) {
    return chosen.images().stream()
        .mapToInt(image -> Math.min(most, image.features().rows()))
        .max()
        .orElse(0);
  }

  @Override
  public List<GraphFunction> functions(Ops tf, Weights w) {
    return List.of(PairScores.function(tf, w, head, "logits"));
  }

  @Override
  public SortedMap<String, Double> evaluate(
      GraphSession functions, PairData<Box> data, int batchSize) {
    var sum = new Localisation[] {Localisation.NONE};
    PairScores.each(
        functions,
        data,
        batchSize,
        (chosen, scores) -> sum[0] = sum[0].plus(Localisation.of(scores, ious(chosen))));
    var metrics = new TreeMap<String, Double>();
    metrics.put("accuracy", sum[0].accuracy().value());
    metrics.put("upper_bound", sum[0].upperBound().value());
    metrics.put("mean_iou", sum[0].meanIou().value());
    return metrics;
  }

  @Override
  public String bestMetric() {
    return "accuracy";
  }

  /** {@code id}, {@code image_id} and the chosen region's {@code bbox} as x, y, width, height. */
  @Override
  public List<Map<String, Object>> predict(
      GraphSession functions, PairData<Box> data, int batchSize) {
    return PairScores.answers(functions, data, batchSize, ReferringTraining::answer);
  }

  private static Map<String, Object> answer(
      PairData.Chosen<Box> chosen, FloatMatrix scores, int row) {
    var boxes = chosen.images().get(row).boxes();
    if (boxes.isEmpty()) {
      throw new IllegalArgumentException(
          "no boxes of image '%s': referring expressions need them (predictions.tsv)"
              .formatted(chosen.items().get(row).imageKey()));
    }
    int best = 0;
    for (int r = 1; r < Math.min(boxes.size(), scores.columns()); r++) {
      best = scores.get(row, r) > scores.get(row, best) ? r : best;
    }
    var box = boxes.get(best);
    var answer = new LinkedHashMap<String, Object>();
    answer.put("id", chosen.items().get(row).id());
    answer.put("image_id", chosen.items().get(row).imageKey());
    answer.put("bbox", List.of(box.x1(), box.y1(), box.x2() - box.x1(), box.y2() - box.y1()));
    answer.put("score", scores.get(row, best));
    return answer;
  }
}
