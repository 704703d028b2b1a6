package io.alignstream.heads.task;

import static io.alignstream.encode.runtime.Layers.linear;

import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** The reference's {@code classifier}: one dense layer, or two with ReLU between them. */
record Classifier(MvptrConfig config) {
  void declare(Parameters.Builder root) {
    int hidden = config.bert().hiddenSize();
    var at = root.at("classifier");
    switch (config.classifier()) {
      case LINEAR -> root.linear("classifier", hidden, config.numLabels());
      case MLP -> {
        at.linear("0", hidden, (long) hidden * config.clsHiddenScale());
        at.linear("2", (long) hidden * config.clsHiddenScale(), config.numLabels());
      }
    }
  }

  /**
   * Scores of the classes.
   *
   * @param x [rows, H]
   * @return [rows, C]
   */
  Operand<TFloat32> logits(Weights w, Operand<TFloat32> x) {
    var at = w.at("classifier");
    return switch (config.classifier()) {
      case LINEAR -> linear(at, x);
      case MLP -> linear(at.at("2"), at.tf().nn.relu(linear(at.at("0"), x)));
    };
  }
}
