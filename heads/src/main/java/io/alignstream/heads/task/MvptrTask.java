package io.alignstream.heads.task;

import io.alignstream.encode.mvptr.CrossModal;
import io.alignstream.encode.mvptr.HeadOutput;
import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.mvptr.Pairs;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import java.util.Map;
import org.tensorflow.Operand;

/**
 * What a task adds to MVPTR: parameters and outputs ({@link TrainableTask}: a loss too). Weights
 * are those of the whole checkpoint; the encoders' are below {@code bert}.
 */
public interface MvptrTask {
  /** Hyperparameters of the checkpoint. */
  MvptrConfig config();

  /** Declares what the task's model class has beside {@code bert.*}. */
  void declareHead(Parameters.Builder root);

  /** What inference gives of stage 2, by the names of {@code alignstream tensors}. */
  Map<String, Operand<?>> outputs(Weights w, CrossModal cross);

  /** What inference gives of both stages. */
  default Map<String, Operand<?>> outputs(Weights w, Pairs pairs) {
    return outputs(w, pairs.cross());
  }

  /** What a serving model gives of stage 2, for {@code decode}. */
  Map<String, HeadOutput> served(Weights w, CrossModal cross);

  /** All parameters of the task's model class. */
  default Parameters parameters() {
    var root = new Parameters.Builder();
    new Mvptr(config()).declare(root);
    declareHead(root);
    return root.build();
  }
}
