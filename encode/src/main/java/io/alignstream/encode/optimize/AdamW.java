package io.alignstream.encode.optimize;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ResourceApplyAdam;
import org.tensorflow.types.TFloat32;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), as the reference's own {@code
 * AdamW} has it: {@code epsilon} stands outside the bias correction, and the decay is taken from
 * the weight that was already moved, at the uncorrected rate.
 *
 * @param correctBias without it the step is the plain rate, as in BERT's first code
 */
public record AdamW(double beta1, double beta2, double epsilon, boolean correctBias)
    implements Optimizer {

  /** Refuses what does not converge. */
  public AdamW {
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0)) {
      throw new IllegalArgumentException(
          "AdamW needs betas in [0, 1) and a positive epsilon: %s, %s, %s"
              .formatted(beta1, beta2, epsilon));
    }
  }

  /** The scripts' settings: betas 0.9 and 0.999, bias correction on. */
  public static AdamW withEpsilon(double epsilon) {
    return new AdamW(0.9, 0.999, epsilon, true);
  }

  @Override
  public double stepSize(double rate, long update) {
    return correctBias
        ? rate * Math.sqrt(1 - Math.pow(beta2, update)) / (1 - Math.pow(beta1, update))
        : rate;
  }

  /**
   * TensorFlow's fused kernel, {@code m += (1-β₁)(g-m)}, {@code v += (1-β₂)(g²-v)}, {@code p -= s
   * m/(√v+ε)}, is given beta powers of 0: its own float32 correction would be off by 2e-5, ours
   * comes in double precision with the step size s.
   */
  @Override
  public Op update(
      Ops tf,
      State state,
      Target target,
      Operand<TFloat32> gradient,
      Rates rates,
      WeightGroups.Treatment treatment) {
    var zero = tf.constant(0f);
    var moved =
        tf.train.resourceApplyAdam(
            target.handle(),
            state.create(target.name() + "/m", target.shape()).handle(),
            state.create(target.name() + "/v", target.shape()).handle(),
            zero,
            zero,
            tf.math.mul(rates.stepSize(), tf.constant((float) treatment.rateFactor())),
            tf.constant((float) beta1),
            tf.constant((float) beta2),
            tf.constant((float) epsilon),
            gradient,
            ResourceApplyAdam.useLocking(true));
    return treatment.decay() == 0 ? moved : decay(tf, target, rates, treatment, moved);
  }

  private static Op decay(
      Ops tf, Target target, Rates rates, WeightGroups.Treatment treatment, Op moved) {
    var after = tf.withControlDependencies(List.of(moved));
    var weight = after.readVariableOp(target.handle(), TFloat32.class);
    var share = tf.constant((float) (treatment.decay() * treatment.rateFactor()));
    return after.assignSubVariableOp(
        target.handle(), after.math.mul(weight, after.math.mul(rates.rate(), share)));
  }
}
