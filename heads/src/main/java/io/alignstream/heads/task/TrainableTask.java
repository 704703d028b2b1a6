package io.alignstream.heads.task;

import io.alignstream.encode.mvptr.Pairs;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.heads.loss.LossTerms;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;

/** A task with a loss. */
public interface TrainableTask extends MvptrTask {
  /** Inputs that the loss needs beside the pair: placeholders by name. */
  Map<String, Operand<?>> labels(Ops tf);

  /**
   * The loss.
   *
   * @param labels what {@link #labels} gave
   */
  LossTerms loss(Weights w, Pairs pairs, Map<String, Operand<?>> labels, Dropout dropout);
}
