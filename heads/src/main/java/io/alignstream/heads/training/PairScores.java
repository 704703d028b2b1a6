package io.alignstream.heads.training;

import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.heads.task.MvptrTask;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.tensorflow.op.Ops;

/** Runs a head's logits over data, batch by batch. */
final class PairScores {
  private static final String FUNCTION = "scores";

  private PairScores() {}

  /** The function that {@link #each} runs. */
  static GraphFunction function(Ops tf, Weights w, MvptrTask task, String output) {
    var inputs = PairInputs.placeholders(tf, task.config());
    var pairs = new Mvptr(task.config()).encode(w.at("bert"), inputs, Dropout.NONE);
    var logits = Objects.requireNonNull(task.outputs(w, pairs).get(output), output);
    return GraphFunction.of(FUNCTION, inputs.inputs(), Map.of(FUNCTION, logits));
  }

  /**
   * Scores of every item.
   *
   * @param use is given the items of a batch and their scores: [b, C]
   */
  static <T> void each(
      GraphSession functions,
      PairData<T> data,
      int batchSize,
      BiConsumer<PairData.Chosen<T>, FloatMatrix> use) {
    for (int from = 0; from < data.items().size(); from += batchSize) {
      int to = Math.min(from + batchSize, data.items().size());
      var chosen = data.choose(IntStream.range(from, to).boxed().toList());
      use.accept(chosen, scores(functions, data, chosen));
    }
  }

  /** What a row of scores says of its item. */
  interface Answer<T> {
    Map<String, Object> of(PairData.Chosen<T> chosen, FloatMatrix scores, int row);
  }

  /** Answers for every item, in order. */
  static <T> List<Map<String, Object>> answers(
      GraphSession functions, PairData<T> data, int batchSize, Answer<T> answer) {
    var answers = new ArrayList<Map<String, Object>>();
    each(
        functions,
        data,
        batchSize,
        (chosen, scores) -> {
          for (int row = 0; row < scores.rows(); row++) {
            answers.add(answer.of(chosen, scores, row));
          }
        });
    return answers;
  }

  /** A matrix as the values of a placeholder. */
  static Feed feed(FloatMatrix matrix) {
    return Feed.floats(
        List.of((long) matrix.rows(), (long) matrix.columns()),
        buffer -> buffer.put(matrix.buffer()));
  }

  static <T> FloatMatrix scores(
      GraphSession functions, PairData<T> data, PairData.Chosen<T> chosen) {
    int rows = chosen.items().size();
    return functions.run(
        FUNCTION,
        data.feeds(chosen),
        results -> {
          var values = results.copyFloats(FUNCTION);
          return FloatMatrix.wrap(rows, values.length / rows, values);
        });
  }

  /** Place of the first greatest score in a row. */
  static int argmax(FloatMatrix scores, int row) {
    return IntStream.range(0, scores.columns())
        .reduce(0, (best, c) -> scores.get(row, c) > scores.get(row, best) ? c : best);
  }

  /** Numbers of a list's elements. */
  static List<Integer> numbers(int size) {
    return IntStream.range(0, size).boxed().toList();
  }
}
