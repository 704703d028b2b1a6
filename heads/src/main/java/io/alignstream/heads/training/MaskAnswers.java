package io.alignstream.heads.training;

import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Results;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.text.Vocabulary;
import io.alignstream.heads.task.MlmTask;
import io.alignstream.heads.task.MvptrTask;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.op.Ops;

/** Words for every {@code [MASK]} that a text brings along. */
final class MaskAnswers {
  private static final String FUNCTION = "masks";
  private static final int CANDIDATES = 5;

  private MaskAnswers() {}

  static GraphFunction function(Ops tf, Weights w, MvptrTask task) {
    var inputs = PairInputs.placeholders(tf, task.config());
    var pairs = new Mvptr(task.config()).encode(w.at("bert"), inputs, Dropout.NONE);
    var outputs = new LinkedHashMap<>(task.outputs(w, pairs.cross()));
    outputs.keySet().retainAll(List.of("prediction_scores", "mask_positions"));
    return GraphFunction.of(FUNCTION, inputs.inputs(), outputs);
  }

  /** {@code id}, {@code image_id}, and for every mask its best words with probabilities. */
  static <T> List<Map<String, Object>> of(
      GraphSession functions, PairData<T> data, Vocabulary vocabulary, int batchSize) {
    var answers = new ArrayList<Map<String, Object>>();
    int size = data.items().size();
    for (int from = 0; from < size; from += batchSize) {
      var chosen =
          data.choose(PairScores.numbers(size).subList(from, Math.min(from + batchSize, size)));
      var masks =
          functions.run(FUNCTION, data.feeds(chosen), results -> words(results, vocabulary));
      for (int row = 0; row < chosen.items().size(); row++) {
        int here = row;
        var answer = new LinkedHashMap<String, Object>();
        answer.put("id", chosen.items().get(row).id());
        answer.put("image_id", chosen.items().get(row).imageKey());
        answer.put(
            "masks", masks.stream().filter(mask -> mask.row() == here).map(Mask::words).toList());
        answers.add(answer);
      }
    }
    return answers;
  }

  private record Mask(int row, List<Map<String, Object>> words) {}

  private static List<Mask> words(Results results, Vocabulary vocabulary) {
    var shape = results.shape("prediction_scores"); // [M, W]
    var scores =
        FloatMatrix.wrap(
            Math.toIntExact(shape.get(0)),
            Math.toIntExact(shape.get(1)),
            results.copyFloats("prediction_scores"));
    var positions = results.ints("mask_positions"); // [M, 2]
    var masks = new ArrayList<Mask>();
    for (var token : MlmTask.decode(scores, vocabulary, CANDIDATES).getMasks()) {
      var words = new ArrayList<Map<String, Object>>();
      for (var candidate : token.getCandidates()) {
        var word = new LinkedHashMap<String, Object>();
        word.put("word", candidate.getText());
        word.put("probability", candidate.getScore());
        words.add(word);
      }
      masks.add(new Mask(positions.get(2 * masks.size()), words));
    }
    return masks;
  }
}
