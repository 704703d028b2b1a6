package io.alignstream.encode.optimize;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/** A rule that moves weights along gradients, as graph functions over variables. */
public sealed interface Optimizer permits AdamW, Sgd {

  /**
   * A weight to move.
   *
   * @param handle its variable
   * @param shape of the variable
   */
  record Target(String name, List<Long> shape, VarHandleOp handle) {}

  /**
   * What a step's number decides, as scalars that are fed.
   *
   * @param rate the learning rate
   * @param stepSize what {@link #stepSize} makes of it
   */
  record Rates(Operand<TFloat32> rate, Operand<TFloat32> stepSize) {}

  /**
   * The length of a step, with whatever correction the rule has.
   *
   * @param rate the learning rate of this update
   * @param update counted from 1
   */
  double stepSize(double rate, long update);

  /**
   * One update of one weight.
   *
   * @param state takes what the rule remembers of this weight
   * @param gradient of the weight's shape
   * @return the last op of it
   */
  Op update(
      Ops tf,
      State state,
      Target target,
      Operand<TFloat32> gradient,
      Rates rates,
      WeightGroups.Treatment treatment);
}
