package io.alignstream.detect.model;

import io.alignstream.encode.runtime.Weights;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;

/**
 * A network's convolutions in its order, each on the output of the one before, so that they meet
 * kernels and memory as in the network; what stands between them is left out.
 */
final class ConvolutionChain {
  private final Weights model;
  private final List<Op> ops = new ArrayList<>();
  private Operand<TFloat32> x;
  private Operand<TFloat32> block;
  private double multiplications;

  /**
   * A chain without links.
   *
   * @param model folded weights
   * @param input of the first convolution
   */
  ConvolutionChain(Weights model, Operand<TFloat32> input) {
    this.model = model;
    this.x = input;
    this.block = input;
  }

  /** Adds the next; a block's shortcut and the RPN's predictors are side branches. */
  void add(ConvolutionSpec spec) {
    boolean isShortcut = spec.conv().startsWith("downsample");
    boolean isBranch =
        isShortcut || spec.conv().equals("bbox_pred") || spec.conv().equals("cls_logits");
    if (spec.conv().equals("conv1")) {
      block = x;
    }
    var y =
        Convolutions.FOLDED.apply(
            model.at(spec.path()), spec.conv(), spec.norm(), isShortcut ? block : x, spec.stride());
    ops.add(y);
    multiplications +=
        (double) y.shape().size() * spec.inPerGroup() * spec.kernel() * spec.kernel();
    x = isBranch ? x : y;
  }

  /** Goes on from something else. */
  void continueFrom(Operand<TFloat32> other) {
    x = other;
  }

  /** Every convolution, to be run. */
  List<Op> ops() {
    return List.copyOf(ops);
  }

  /** Multiply-adds of a run. */
  double multiplications() {
    return multiplications;
  }
}
