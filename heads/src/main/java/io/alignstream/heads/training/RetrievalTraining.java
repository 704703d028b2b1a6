package io.alignstream.heads.training;

import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.train.Objective;
import io.alignstream.encode.train.ShuffledExamples;
import io.alignstream.heads.data.TaskItem;
import io.alignstream.heads.metrics.Candidates;
import io.alignstream.heads.metrics.Gallery;
import io.alignstream.heads.metrics.Recall;
import io.alignstream.heads.metrics.RetrievalRanks;
import io.alignstream.heads.task.RetrievalTask;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tensorflow.op.Ops;

/**
 * Image–text retrieval: items are captions, and what is right is the number of their image.
 *
 * @param seed of the hard pairs' permutations
 * @param captionsPerImage {@code num_captions_per_img_val}: captions re-ranked for each image
 * @param imagesPerCaption {@code num_images_per_cap_val}
 */
public record RetrievalTraining(
    RetrievalTask head, long seed, int captionsPerImage, int imagesPerCaption)
    implements TrainedTask<Integer> {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  @Override
  public Objective objective() {
    return TaskObjective.retrieval(head);
  }

  /** One permutation of the whole batch, the same in every process. */
  @Override
  public Map<String, Feed> labels(long batch, Share share, PairData.Chosen<Integer> chosen) {
    var dice = ShuffledExamples.permutation(share.total(), seed + GOLDEN * (batch + 1));
    return Map.of("dice_index", Feed.ints(List.of((long) dice.length), dice));
  }

  @Override
  public List<GraphFunction> functions(Ops tf, Weights w) {
    var mvptr = new Mvptr(head.config());
    var inputs = PairInputs.placeholders(tf, head.config());
    var pairs = mvptr.encode(w.at("bert"), inputs, Dropout.NONE);
    var vectors =
        GraphFunction.of(
            "vectors",
            inputs.inputs(),
            Map.of(
                "texts", mvptr.embedText(w.at("bert"), pairs.text()),
                "images", mvptr.embedImage(w.at("bert"), pairs.image())));
    return List.of(vectors, PairScores.function(tf, w, head, "itm_prob"));
  }

  /** Recall of both directions, by similarity alone ({@code coarse}) and after re-ranking. */
  @Override
  public SortedMap<String, Double> evaluate(
      GraphSession functions, PairData<Integer> data, int batchSize) {
    var ranked = rank(functions, data, batchSize);
    var coarse = RetrievalRanks.full(ranked.gallery(), ranked.similarity());
    var fine =
        RetrievalRanks.reranked(
            ranked.gallery(), ranked.candidates(), ranked.captionScores(), ranked.imageScores());
    var metrics = new TreeMap<String, Double>();
    put(metrics, "coarse_i2t", coarse.imageToTextRecall());
    put(metrics, "coarse_t2i", coarse.textToImageRecall());
    put(metrics, "i2t", fine.imageToTextRecall());
    put(metrics, "t2i", fine.textToImageRecall());
    return metrics;
  }

  private static void put(Map<String, Double> metrics, String direction, Recall recall) {
    metrics.put(direction + "_R@1", recall.at1());
    metrics.put(direction + "_R@5", recall.at5());
    metrics.put(direction + "_R@10", recall.at10());
  }

  @Override
  public String bestMetric() {
    return "i2t_R@1";
  }

  /** For every caption its {@code image_ids}, best first after re-ranking. */
  @Override
  public List<Map<String, Object>> predict(
      GraphSession functions, PairData<Integer> data, int batchSize) {
    var ranked = rank(functions, data, batchSize);
    var keys = imageKeys(data.items());
    var answers = new ArrayList<Map<String, Object>>();
    for (int t = 0; t < data.items().size(); t++) {
      int caption = t;
      var images = new ArrayList<>(ranked.candidates().images().get(t));
      var order = new ArrayList<Integer>(PairScores.numbers(images.size()));
      order.sort(
          (a, b) ->
              Float.compare(
                  ranked.imageScores().get(caption, b), ranked.imageScores().get(caption, a)));
      var answer = new LinkedHashMap<String, Object>();
      answer.put("id", data.items().get(t).id());
      answer.put("image_ids", order.stream().map(k -> keys.get(images.get(k))).toList());
      answers.add(answer);
    }
    return answers;
  }

  private record Ranked(
      Gallery gallery,
      FloatMatrix similarity,
      Candidates candidates,
      FloatMatrix captionScores,
      FloatMatrix imageScores) {}

  private Ranked rank(GraphSession functions, PairData<Integer> data, int batchSize) {
    var items = data.items();
    int images = 1 + items.stream().mapToInt(TaskItem::target).max().orElse(-1);
    var gallery = new Gallery(images, items.stream().map(TaskItem::target).toList());
    var similarity = similarity(functions, data, images, batchSize);
    var candidates = Candidates.best(similarity, captionsPerImage, imagesPerCaption);
    var keys = imageKeys(items);
    var byImage = new ArrayList<TaskItem<Integer>>();
    for (int image = 0; image < images; image++) {
      for (int caption : candidates.captions().get(image)) {
        byImage.add(paired(items.get(caption), keys.get(image)));
      }
    }
    var byCaption = new ArrayList<TaskItem<Integer>>();
    for (int caption = 0; caption < items.size(); caption++) {
      for (int image : candidates.images().get(caption)) {
        byCaption.add(paired(items.get(caption), keys.get(image)));
      }
    }
    return new Ranked(
        gallery,
        similarity,
        candidates,
        matches(functions, data, byImage, images, batchSize),
        matches(functions, data, byCaption, items.size(), batchSize));
  }

  private static TaskItem<Integer> paired(TaskItem<Integer> caption, String imageKey) {
    return new TaskItem<>(
        caption.id(), imageKey, caption.text(), caption.phraseIds(), caption.target());
  }

  /** Key of every image, by number. */
  private static List<String> imageKeys(List<TaskItem<Integer>> items) {
    int images = 1 + items.stream().mapToInt(TaskItem::target).max().orElse(-1);
    var keys = new ArrayList<String>(Collections.nCopies(images, ""));
    items.forEach(item -> keys.set(item.target(), item.imageKey()));
    return keys;
  }

  /** Matching probabilities of pairs, as many in each row. */
  private static FloatMatrix matches(
      GraphSession functions,
      PairData<Integer> data,
      List<TaskItem<Integer>> pairs,
      int rows,
      int batchSize) {
    var values = new float[pairs.size()];
    var at = new int[1];
    PairScores.each(
        functions,
        new PairData<>(pairs, data.images(), data.format()),
        batchSize,
        (chosen, scores) -> {
          scores.buffer().get(values, at[0], scores.rows());
          at[0] += scores.rows();
        });
    return FloatMatrix.wrap(rows, pairs.size() / rows, values);
  }

  /** Cosines of every image with every caption: [I, T]. */
  private FloatMatrix similarity(
      GraphSession functions, PairData<Integer> data, int images, int batchSize) {
    int hidden = head.config().bert().hiddenSize();
    int captions = data.items().size();
    var texts = new float[captions * hidden];
    var pictures = new float[images * hidden];
    for (int from = 0; from < captions; from += batchSize) {
      int first = from;
      int to = Math.min(from + batchSize, captions);
      var chosen = data.choose(PairScores.numbers(captions).subList(from, to));
      functions.run(
          "vectors",
          data.feeds(chosen),
          results -> {
            results.floats("texts").get(texts, first * hidden, (to - first) * hidden);
            var vectors = results.copyFloats("images");
            for (int i = 0; i < to - first; i++) {
              int image = chosen.items().get(i).target();
              System.arraycopy(vectors, i * hidden, pictures, image * hidden, hidden);
            }
            return to;
          });
    }
    var cosines = new float[images * captions];
    for (int i = 0; i < images; i++) {
      for (int t = 0; t < captions; t++) {
        float sum = 0;
        for (int h = 0; h < hidden; h++) {
          sum += pictures[i * hidden + h] * texts[t * hidden + h];
        }
        cosines[i * captions + t] = sum;
      }
    }
    return FloatMatrix.wrap(images, captions, cosines);
  }
}
