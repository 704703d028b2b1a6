package io.alignstream.heads.training;

import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.train.Objective;
import io.alignstream.heads.data.TaskItem;
import io.alignstream.heads.metrics.Candidates;
import io.alignstream.heads.metrics.Gallery;
import io.alignstream.heads.metrics.RetrievalRanks;
import io.alignstream.heads.task.RetrievalTask;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.tensorflow.op.Ops;

/**
 * Image–text retrieval: items are captions, and what is right is the number of their image.
 *
 * @param negatives where wrong pairs come from
 * @param seed of what is random about them
 * @param captionsPerImage {@code num_captions_per_img_val}: captions re-ranked for each image
 * @param imagesPerCaption {@code num_images_per_cap_val}
 */
public record RetrievalTraining(
    RetrievalTask head, Negatives negatives, long seed, int captionsPerImage, int imagesPerCaption)
    implements TrainedTask<Integer> {
  @Override
  public Objective objective() {
    return new RetrievalLosses(head, negatives)::build;
  }

  /** Draws for the whole batch, the same in every process. */
  @Override
  public Map<String, Feed> labels(long batch, Share share, PairData.Chosen<Integer> chosen) {
    return negatives.feeds(seed, batch, share.total());
  }

  @Override
  public List<GraphFunction> functions(Ops tf, Weights w) {
    return List.of(
        CoarseSearch.function(tf, w, head.config()), PairScores.function(tf, w, head, "itm_prob"));
  }

  /** Recall of both directions, by similarity alone ({@code coarse}) and after re-ranking. */
  @Override
  public SortedMap<String, Double> evaluate(
      GraphSession functions, PairData<Integer> data, int batchSize) {
    var ranked = rank(functions, data, batchSize);
    var fine =
        RetrievalRanks.reranked(
            ranked.gallery(), ranked.candidates(), ranked.captionScores(), ranked.imageScores());
    var metrics = CoarseSearch.recalls(ranked.gallery(), ranked.similarity());
    CoarseSearch.put(metrics, "i2t", fine.imageToTextRecall());
    CoarseSearch.put(metrics, "t2i", fine.textToImageRecall());
    return metrics;
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
    var gallery = CoarseSearch.gallery(items);
    int images = gallery.images();
    var similarity = CoarseSearch.similarity(functions, data, batchSize);
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
}
