package io.alignstream.encode.optimize;

import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ResourceApplyMomentum;
import org.tensorflow.types.TFloat32;

/**
 * Stochastic gradient descent with momentum, as torch's {@code SGD} and the detectors' recipes have
 * it: the decay is part of the gradient, {@code u = μ u + g + λ p}, {@code p -= r u}.
 *
 * @param momentum 0 for none
 */
public record Sgd(double momentum) implements Optimizer {
  /** Refuses what grows without end. */
  public Sgd {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum is in [0, 1), not " + momentum);
    }
  }

  @Override
  public double stepSize(double rate, long update) {
    return rate;
  }

  @Override
  public Op update(
      Ops tf,
      State state,
      Target target,
      Operand<TFloat32> gradient,
      Rates rates,
      WeightGroups.Treatment treatment) {
    var rate = tf.math.mul(rates.stepSize(), tf.constant((float) treatment.rateFactor()));
    var whole = treatment.decay() == 0 ? gradient : decayed(tf, target, gradient, treatment);
    if (momentum == 0) {
      return tf.assignSubVariableOp(target.handle(), tf.math.mul(rate, whole));
    }
    return tf.train.resourceApplyMomentum(
        target.handle(),
        state.create(target.name() + "/momentum", target.shape()).handle(),
        rate,
        whole,
        tf.constant((float) momentum),
        ResourceApplyMomentum.useLocking(true));
  }

  private static Operand<TFloat32> decayed(
      Ops tf, Target target, Operand<TFloat32> gradient, WeightGroups.Treatment treatment) {
    var weight = tf.readVariableOp(target.handle(), TFloat32.class);
    return tf.math.add(gradient, tf.math.mul(weight, tf.constant((float) treatment.decay())));
  }
}
