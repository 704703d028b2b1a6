package io.alignstream.heads.training;

import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.train.SeededBits;
import io.alignstream.heads.metrics.Mean;
import io.alignstream.heads.task.MlmTask;
import io.alignstream.heads.training.WordMask.Masked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TInt32;

/**
 * Pairs with hidden words as tensors: the seven, and {@code masked_lm_labels_a} [b, La], {@code
 * masked_lm_labels_b} [b, Lb + R].
 *
 * @param <T> what is right for an item
 * @param tags whether words of the tag block are hidden too
 * @param asked the word of an item whose text hides one already; of others any are hidden
 */
record MaskedPairs<T>(
    WordMask mask, boolean tags, long seed, Function<T, Optional<Integer>> asked) {
  static final String WORDS = "masked_lm_labels_a";
  static final String TAGS = "masked_lm_labels_b";
  private static final String FUNCTION = "masked";

  /**
   * Some items with words hidden; what is hidden is decided by (seed, position in the training).
   *
   * @param first position of the first one
   */
  List<Masked> of(PairData.Chosen<T> chosen, PairFormat format, long first) {
    return of(chosen, format, row -> SeededBits.mix(SeededBits.mix(seed, "mask"), first + row));
  }

  private List<Masked> of(PairData.Chosen<T> chosen, PairFormat format, LongUnaryOperator bits) {
    var examples = format.examples(chosen.items(), chosen.images());
    var masked = new ArrayList<Masked>(examples.size());
    for (int row = 0; row < examples.size(); row++) {
      var example = examples.get(row);
      long random = bits.applyAsLong(row);
      masked.add(
          asked
              .apply(chosen.items().get(row).target())
              .map(word -> mask.asked(example, word))
              .orElseGet(() -> mask.mask(example, tags, random)));
    }
    return masked;
  }

  /** The tensors. */
  Map<String, Feed> feeds(List<Masked> masked, PairFormat format) {
    var examples = masked.stream().map(Masked::example).toList();
    var lengths = format.lengths(examples);
    var feeds = new LinkedHashMap<>(format.feeds(examples));
    feeds.put(WORDS, wanted(masked.stream().map(Masked::text).toList(), lengths.text()));
    if (tags) {
      int length = lengths.tags() + lengths.regions();
      feeds.put(TAGS, wanted(masked.stream().map(Masked::tags).toList(), length));
    }
    return feeds;
  }

  private static Feed wanted(List<List<Integer>> rows, int length) {
    var values = new int[rows.size() * length];
    Arrays.fill(values, WordMask.NOTHING);
    for (int row = 0; row < rows.size(); row++) {
      int at = row * length;
      for (int id : rows.get(row)) {
        values[at++] = id;
      }
    }
    return Feed.ints(List.of((long) rows.size(), (long) length), values);
  }

  /** The function that {@link #accuracies} runs. */
  GraphFunction function(Ops tf, Weights w, MlmTask task) {
    var inputs = PairInputs.placeholders(tf, task.config());
    var pairs = new Mvptr(task.config()).encode(w.at("bert"), inputs, Dropout.NONE);
    var all = new LinkedHashMap<>(inputs.inputs());
    var words = labels(tf);
    all.put(WORDS, words);
    Map<String, Operand<?>> outputs = new LinkedHashMap<>();
    outputs.put("masked_words", task.found(w, "cls.predictions", pairs.cross().sequence(), words));
    if (tags) {
      var block = labels(tf);
      all.put(TAGS, block);
      outputs.put("masked_tags", task.found(w, "half_mlm", pairs.image().states(), block));
    }
    return GraphFunction.of(FUNCTION, all, outputs);
  }

  private static Operand<TInt32> labels(Ops tf) {
    return tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, -1)));
  }

  /** Shares of hidden words that are found, {@code masked_words} and {@code masked_tags}. */
  Map<String, Double> accuracies(GraphSession functions, PairData<T> data, int batchSize) {
    var sums = new LinkedHashMap<String, Mean>();
    int size = data.items().size();
    for (int from = 0; from < size; from += batchSize) {
      int first = from;
      var chosen =
          data.choose(PairScores.numbers(size).subList(from, Math.min(from + batchSize, size)));
      var masked =
          of(
              chosen,
              data.format(),
              row -> SeededBits.mix(SeededBits.mix(seed, "evaluation"), first + row));
      functions.run(
          FUNCTION,
          feeds(masked, data.format()),
          results -> {
            for (var name : results.names()) {
              var pair = results.floats(name);
              sums.merge(name, new Mean(pair.get(0), (long) pair.get(1)), Mean::plus);
            }
            return sums.size();
          });
    }
    var accuracies = new LinkedHashMap<String, Double>();
    sums.forEach((name, mean) -> accuracies.put(name, mean.value()));
    return accuracies;
  }
}
