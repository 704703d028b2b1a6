package io.alignstream.heads.training;

import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Results;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.heads.data.TaskItem;
import io.alignstream.heads.metrics.Gallery;
import io.alignstream.heads.metrics.Recall;
import io.alignstream.heads.metrics.RetrievalRanks;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tensorflow.op.Ops;

/** Search by the vectors of stage 1 alone, over captions whose target is their image's number. */
final class CoarseSearch {
  private static final String FUNCTION = "vectors";

  private CoarseSearch() {}

  /** The function that {@link #similarity} runs. */
  static GraphFunction function(Ops tf, Weights w, MvptrConfig config) {
    var mvptr = new Mvptr(config);
    var inputs = PairInputs.placeholders(tf, config);
    var pairs = mvptr.encode(w.at("bert"), inputs, Dropout.NONE);
    return GraphFunction.of(
        FUNCTION,
        inputs.inputs(),
        Map.of(
            "texts", mvptr.embedText(w.at("bert"), pairs.text()),
            "images", mvptr.embedImage(w.at("bert"), pairs.image())));
  }

  static Gallery gallery(List<TaskItem<Integer>> items) {
    int images = 1 + items.stream().mapToInt(TaskItem::target).max().orElse(-1);
    return new Gallery(images, items.stream().map(TaskItem::target).toList());
  }

  /** Recall of both directions: {@code coarse_i2t_R@1} and so on. */
  static SortedMap<String, Double> recalls(Gallery gallery, FloatMatrix similarity) {
    var ranks = RetrievalRanks.full(gallery, similarity);
    var metrics = new TreeMap<String, Double>();
    put(metrics, "coarse_i2t", ranks.imageToTextRecall());
    put(metrics, "coarse_t2i", ranks.textToImageRecall());
    return metrics;
  }

  static void put(Map<String, Double> metrics, String direction, Recall recall) {
    metrics.put(direction + "_R@1", recall.at1());
    metrics.put(direction + "_R@5", recall.at5());
    metrics.put(direction + "_R@10", recall.at10());
  }

  /** Cosines of every image with every caption: [I, T]. */
  static FloatMatrix similarity(GraphSession functions, PairData<Integer> data, int batchSize) {
    int captions = data.items().size();
    int images = gallery(data.items()).images();
    var texts = new float[captions][];
    var pictures = new float[images][];
    for (int from = 0; from < captions; from += batchSize) {
      int first = from;
      int to = Math.min(from + batchSize, captions);
      var chosen = data.choose(PairScores.numbers(captions).subList(from, to));
      functions.run(
          FUNCTION,
          data.feeds(chosen),
          results -> {
            var captioned = matrix(results, "texts");
            var seen = matrix(results, "images");
            for (int i = 0; i < to - first; i++) {
              texts[first + i] = captioned.copyRow(i);
              pictures[chosen.items().get(i).target()] = seen.copyRow(i);
            }
            return to;
          });
    }
    var cosines = new float[images * captions];
    for (int i = 0; i < images; i++) {
      for (int t = 0; t < captions; t++) {
        cosines[i * captions + t] = product(pictures[i], texts[t]);
      }
    }
    return FloatMatrix.wrap(images, captions, cosines);
  }

  private static FloatMatrix matrix(Results results, String name) {
    int rows = Math.toIntExact(results.shape(name).get(0));
    var values = results.copyFloats(name);
    return FloatMatrix.wrap(rows, values.length / rows, values);
  }

  private static float product(float[] a, float[] b) {
    float sum = 0;
    for (int h = 0; h < a.length; h++) {
      sum += a[h] * b[h];
    }
    return sum;
  }
}
