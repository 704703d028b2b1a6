package io.alignstream.detect.model;

import io.alignstream.detect.config.TrunkConfig;
import io.alignstream.encode.runtime.Layers;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * A few convolutions with batch norm, and a box head that keeps where things are: flattened instead
 * of averaged, which small networks need to tell shapes apart.
 */
record PlainTrunk(TrunkConfig.Plain config) implements Trunk {
  private static final String BODY = "backbone.body";
  private static final String HEAD = "roi_heads.box.feature_extractor";

  @Override
  public Operand<TFloat32> body(Weights model, Convolutions conv, Operand<TFloat32> pixels) {
    var w = model.at(BODY);
    var x = pixels;
    for (int i = 0; i < config.convolutions().size(); i++) {
      var block = w.at(Integer.toString(i));
      int stride = config.convolutions().get(i).stride();
      x = block.tf().nn.relu(conv.apply(block, "conv", "bn", x, stride));
    }
    return x; // [N, h, w, C]
  }

  @Override
  public Operand<TFloat32> regionFeatures(
      Weights model, Convolutions conv, Operand<TFloat32> pooled) {
    var w = model.at(HEAD);
    var tf = w.tf();
    var x = tf.nn.relu(conv.apply(w, "conv", "bn", pooled, 2)); // [K, P / 2, P / 2, channels]
    var flat = tf.reshape(x, tf.constant(new int[] {-1, config.flattened()}));
    return tf.nn.relu(Layers.linear(w.at("fc"), flat)); // [K, F]
  }

  @Override
  public List<ConvolutionSpec> convolutions() {
    var specs = new ArrayList<ConvolutionSpec>();
    int in = 3;
    for (int i = 0; i < config.convolutions().size(); i++) {
      var conv = config.convolutions().get(i);
      specs.add(
          ConvolutionSpec.normed(BODY + "." + i, "conv", "bn", conv.channels(), in, conv.kernel()));
      in = conv.channels();
    }
    specs.add(ConvolutionSpec.normed(HEAD, "conv", "bn", config.headChannels(), in, 3));
    return specs;
  }

  @Override
  public void declareOthers(Parameters.Builder parameters) {
    parameters.linear(HEAD + ".fc", config.flattened(), config.featureSize());
  }

  /** Its norms' gains and shifts learn; their statistics are counted, not learned. */
  @Override
  public boolean isFrozen(String parameter) {
    return parameter.contains(".running_");
  }
}
