package io.alignstream.encode.replicas;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * One all-reduce of a graph, {@code CollectiveReduceV2}.
 *
 * <p>Its gradient is an all-reduce too: the whole loss is the sum of every process's part, and each
 * part depends on the sum y of all x, so dL/dx is the sum of every process's dL/dy.
 *
 * @param number by which the same op of other processes is found
 * @param hint {@code ring} or {@code nccl}
 */
record Collective(int groupSize, int group, int number, String hint) {
  private static final String OP = "CollectiveReduceV2";

  /** Gradients get numbers of their own, the same in every process. */
  private static final int GRADIENT = 1 << 20;

  /** Teaches TensorFlow the gradient; once a process. */
  static synchronized void register() {
    TensorFlow.registerCustomGradient(OP, Collective::gradient);
  }

  Operand<TFloat32> sum(Ops tf, Operand<TFloat32> x) {
    return sum(tf, x, tf.constant(groupSize), tf.constant(group), tf.constant(number), hint);
  }

  private static Output<TFloat32> sum(
      Ops tf,
      Operand<TFloat32> x,
      Operand<TInt32> size,
      Operand<TInt32> group,
      Operand<TInt32> number,
      String hint) {
    return ((Graph) tf.scope().env())
        .opBuilder(OP, tf.scope().makeOpName("sum"), tf.scope())
        .addInput(x.asOutput())
        .addInput(size.asOutput())
        .addInput(group.asOutput())
        .addInput(number.asOutput())
        .addInputList(new Output<?>[0]) // ordering tokens
        .setAttr("T", DataType.DT_FLOAT)
        .setAttr("merge_op", "Add")
        .setAttr("final_op", "Id")
        .setAttr("communication_hint", hint)
        .build()
        .output(0);
  }

  private static List<Operand<?>> gradient(Ops tf, GraphOperation op, List<Output<?>> outputs) {
    var size = op.input(1).expect(TInt32.class);
    var group = op.input(2).expect(TInt32.class);
    var number = op.input(3).expect(TInt32.class);
    var gradient =
        sum(
            tf,
            outputs.get(0).expect(TFloat32.class),
            size,
            group,
            tf.math.add(number, tf.constant(GRADIENT)),
            op.attributes().getAttrString("communication_hint"));
    var none = tf.zerosLike(size);
    return List.of(gradient, none, none, none);
  }
}
