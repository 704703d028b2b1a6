package io.alignstream.heads.training;

import io.alignstream.encode.replicas.Replicas.Share;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.train.Objective;
import io.alignstream.encode.train.SeededBits;
import io.alignstream.heads.data.TaskItem;
import io.alignstream.heads.metrics.Mean;
import io.alignstream.heads.task.MlmTask;
import io.alignstream.heads.task.PreTrainingTask;
import io.alignstream.heads.task.PreTrainingTask.Alignment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import org.tensorflow.op.Ops;

/**
 * MVPTR's pre-training (§3; the reference's {@code run_pretrain_ml.py}): items are captions, and
 * what is right is the number of their image. Hidden words of both streams, contrast, matching and
 * the alignment of phrases with regions are learned together.
 *
 * @param losses which of {@link #LOSSES} count
 * @param negatives where wrong pairs come from ({@code hn_mod})
 * @param nearest a phrase is aligned with one of so many nearest regions, at random; the reference
 *     has 3
 * @param mask how words are hidden
 * @param seed of everything random
 */
public record PreTraining(
    PreTrainingTask head,
    List<String> losses,
    Negatives negatives,
    int nearest,
    WordMask mask,
    long seed)
    implements TrainedTask<Integer> {
  /** The terms, under the reference's names. */
  public static final List<String> LOSSES = List.of("vis_mlm", "retrieval", "mlm", "itm", "wra");

  /** Copies the list. */
  public PreTraining {
    losses = List.copyOf(losses);
    if (losses.isEmpty() || !LOSSES.containsAll(losses)) {
      throw new IllegalArgumentException(
          "pretrain_losses are some of %s, not %s".formatted(LOSSES, losses));
    }
    if (nearest < 1 || nearest > 3) {
      throw new IllegalArgumentException("wra_nearest lies from 1 to 3, not " + nearest);
    }
  }

  @Override
  public Objective objective() {
    return new PreTrainingLosses(head, negatives, losses)::build;
  }

  @Override
  public Map<String, Feed> inputs(
      long batch, Share share, PairData.Chosen<Integer> chosen, PairFormat format) {
    var masked = pairs().of(chosen, format, batch * share.total() + share.first());
    var feeds = new LinkedHashMap<>(pairs().feeds(masked, format));
    feeds.putAll(labels(batch, share, chosen));
    if (head.alignment() != Alignment.NONE) {
      var examples = masked.stream().map(WordMask.Masked::example).toList();
      feeds.putAll(ranges(masked, format.firstRegion(format.lengths(examples))));
    }
    return feeds;
  }

  /** Where phrases and regions are in the joint sequence. */
  private static Map<String, Feed> ranges(List<WordMask.Masked> masked, int firstRegion) {
    var phrases = new int[2 * masked.size()];
    var regions = new int[2 * masked.size()];
    for (int row = 0; row < masked.size(); row++) {
      var example = masked.get(row).example();
      phrases[2 * row] = example.text().phraseStart();
      phrases[2 * row + 1] = example.text().phraseEnd();
      regions[2 * row] = firstRegion;
      regions[2 * row + 1] = firstRegion + example.regionFeatures().rows();
    }
    var shape = List.of((long) masked.size(), 2L);
    return Map.of(
        "phrase_index", Feed.ints(shape, phrases), "img_index", Feed.ints(shape, regions));
  }

  /** Draws: wrong pairs for the whole batch, wrong regions and picks for own rows. */
  @Override
  public Map<String, Feed> labels(long batch, Share share, PairData.Chosen<Integer> chosen) {
    var labels = new LinkedHashMap<>(negatives.feeds(seed, batch, share.total()));
    if (head.alignment() == Alignment.NONE) {
      return labels;
    }
    int phrases =
        Math.max(1, chosen.items().stream().mapToInt(i -> i.phraseIds().size()).max().orElse(1));
    var others = new int[share.count()];
    var positive = new int[share.count() * phrases];
    var negative = new int[share.count() * phrases];
    for (int i = 0; i < share.count(); i++) {
      int row = share.first() + i;
      var random = new SplittableRandom(SeededBits.mix(bits(batch), row));
      others[i] = Negatives.otherThan(random, row, share.total());
      for (int p = i * phrases; p < (i + 1) * phrases; p++) {
        positive[p] = random.nextInt(nearest);
        negative[p] = random.nextInt(nearest);
      }
    }
    var shape = List.of((long) share.count(), (long) phrases);
    labels.put("pos_pick", Feed.ints(shape, positive));
    labels.put("neg_pick", Feed.ints(shape, negative));
    if (head.alignment() == Alignment.SAMPLE) {
      labels.put("neg_image", Feed.ints(List.of((long) share.count()), others));
    }
    return labels;
  }

  private long bits(long batch) {
    return SeededBits.mix(SeededBits.mix(seed, "wra"), batch);
  }

  private MaskedPairs<Integer> pairs() {
    return new MaskedPairs<>(mask, true, seed, image -> Optional.empty());
  }

  @Override
  public List<GraphFunction> functions(Ops tf, Weights w) {
    return List.of(
        pairs().function(tf, w, new MlmTask(head.config())),
        CoarseSearch.function(tf, w, head.config()),
        PairScores.function(tf, w, head, "seq_relationship"),
        MaskAnswers.function(tf, w, head));
  }

  /**
   * Hidden words found ({@code masked_words}, {@code masked_tags}), matches told from mismatches
   * ({@code itm}, one of each an item), and recall by vectors alone.
   */
  @Override
  public SortedMap<String, Double> evaluate(
      GraphSession functions, PairData<Integer> data, int batchSize) {
    var similarity = CoarseSearch.similarity(functions, data, batchSize);
    var metrics = CoarseSearch.recalls(CoarseSearch.gallery(data.items()), similarity);
    metrics.putAll(pairs().accuracies(functions, data, batchSize));
    var told = matches(functions, data, batchSize, true);
    var wrong = mismatched(data.items());
    if (!wrong.isEmpty()) {
      var pairs = new PairData<>(wrong, data.images(), data.format());
      told = told.plus(matches(functions, pairs, batchSize, false));
    }
    metrics.put("itm", told.value());
    return metrics;
  }

  /** How often the model says what is so. */
  private static Mean matches(
      GraphSession functions, PairData<Integer> data, int batchSize, boolean match) {
    var mean = new Mean[] {Mean.NONE};
    PairScores.each(
        functions,
        data,
        batchSize,
        (chosen, scores) -> {
          for (int row = 0; row < scores.rows(); row++) {
            boolean said = PairScores.argmax(scores, row) == PreTrainingLosses.MATCH;
            mean[0] = mean[0].plus(said == match);
          }
        });
    return mean[0];
  }

  /** Every caption with another caption's image, which the seed decides. */
  private List<TaskItem<Integer>> mismatched(List<TaskItem<Integer>> items) {
    var random = new SplittableRandom(SeededBits.mix(seed, "mismatched"));
    var wrong = new ArrayList<TaskItem<Integer>>();
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i);
      var other = items.get(Negatives.otherThan(random, i, items.size()));
      if (!other.target().equals(item.target())) {
        wrong.add(
            new TaskItem<>(
                item.id(), other.imageKey(), item.text(), item.phraseIds(), other.target()));
      }
    }
    return wrong;
  }

  @Override
  public String bestMetric() {
    return "masked_words";
  }

  /** {@code id}, {@code image_id}, and the best words for every {@code [MASK]} of the text. */
  @Override
  public List<Map<String, Object>> predict(
      GraphSession functions, PairData<Integer> data, int batchSize) {
    return MaskAnswers.of(functions, data, mask.vocabulary(), batchSize);
  }
}
