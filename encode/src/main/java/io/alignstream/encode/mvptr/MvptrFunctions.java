package io.alignstream.encode.mvptr;

import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The three ways through a serving graph: stage 1 for texts, stage 1 for images, stage 2. */
final class MvptrFunctions {
  static final String STATES = "states";
  static final String EMBEDDING = "embedding";

  private MvptrFunctions() {}

  static GraphFunction text(Ops tf, Weights w, Mvptr network) {
    var input = new TextInput(ints(tf), ints(tf), floats(tf, -1, -1));
    var encoded = network.encodeText(w.at("bert"), input, Dropout.NONE);
    return GraphFunction.of(
        "text",
        Map.of("ids", input.tokenIds(), "types", input.tokenTypeIds(), "mask", input.mask()),
        Map.of(STATES, encoded.states(), EMBEDDING, network.embedText(w.at("bert"), encoded)));
  }

  static GraphFunction visual(Ops tf, Weights w, Mvptr network) {
    var features = floats(tf, -1, -1, network.config().imgFeatureDim());
    var input = new VisualInput(ints(tf), ints(tf), floats(tf, -1, -1), features);
    var encoded = network.encodeVisual(w.at("bert"), input, Dropout.NONE);
    return GraphFunction.of(
        "visual",
        Map.of(
            "ids",
            input.tagIds(),
            "types",
            input.tagTypeIds(),
            "mask",
            input.mask(),
            "features",
            features),
        Map.of(STATES, encoded.states(), EMBEDDING, network.embedImage(w.at("bert"), encoded)));
  }

  /**
   * @param rows is told how each output divides into pairs
   */
  static GraphFunction cross(
      Ops tf, Weights w, Mvptr network, PairHead head, Map<String, HeadOutput.Rows> rows) {
    var joint =
        new Encoded(floats(tf, -1, -1, network.config().bert().hiddenSize()), floats(tf, -1, -1));
    var ids = ints(tf);
    var cross = network.encodeJoint(w.at("bert"), joint, tf.constant(0), ids, Dropout.NONE);
    Map<String, Operand<?>> outputs = new LinkedHashMap<>();
    head.outputs(w, cross)
        .forEach(
            (name, output) -> {
              rows.put(name, output.rows());
              outputs.put(name, output.values());
            });
    return GraphFunction.of(
        "cross", Map.of(STATES, joint.states(), "mask", joint.mask(), "ids", ids), outputs);
  }

  private static Operand<TInt32> ints(Ops tf) {
    return tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, -1)));
  }

  private static Operand<TFloat32> floats(Ops tf, long... shape) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
  }
}
