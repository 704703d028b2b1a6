package io.alignstream.detect.model;

import io.alignstream.detect.config.TrunkConfig;
import io.alignstream.encode.runtime.Layers;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;

/**
 * A few convolutions with group norm (Wu and He 2018), and a box head that keeps where things are:
 * flattened instead of averaged, which small networks need to tell shapes apart. Group norm knows
 * no batch, so that training gives the same however its images are shared out.
 */
record PlainTrunk(TrunkConfig.Plain config) implements Trunk {
  private static final String BODY = "backbone.body";
  private static final String HEAD = "roi_heads.box.feature_extractor";
  private static final int CHANNELS_PER_GROUP = 8;
  private static final float EPSILON = 1e-5f;

  @Override
  public Operand<TFloat32> body(Weights model, Convolutions conv, Operand<TFloat32> pixels) {
    var w = model.at(BODY);
    var x = pixels;
    for (int i = 0; i < config.convolutions().size(); i++) {
      var block = w.at(Integer.toString(i));
      int stride = config.convolutions().get(i).stride();
      var map = conv.apply(block, "conv", "", x, stride);
      x = block.tf().nn.relu(groupNorm(block.at("norm"), map));
    }
    return x; // [N, h, w, C]
  }

  @Override
  public Operand<TFloat32> regionFeatures(
      Weights model, Convolutions conv, Operand<TFloat32> pooled) {
    var w = model.at(HEAD);
    var tf = w.tf();
    var map = conv.apply(w, "conv", "", pooled, 2); // [K, P / 2, P / 2, channels]
    var x = tf.nn.relu(groupNorm(w.at("norm"), map));
    var flat = tf.reshape(x, tf.constant(new int[] {-1, config.flattened()}));
    return tf.nn.relu(Layers.linear(w.at("fc"), flat)); // [K, F]
  }

  /** Normalises each image's channels, some at a time, over their whole map. */
  private static Operand<TFloat32> groupNorm(Weights w, Operand<TFloat32> x) {
    var tf = w.tf();
    int channels = (int) x.shape().get(3);
    int each = Math.min(CHANNELS_PER_GROUP, channels);
    var shape = tf.shape(x);
    var images = tf.slice(shape, tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    var rest = tf.constant(new int[] {-1, channels / each, each});
    var grouped = tf.reshape(x, tf.concat(List.of(images, rest), tf.constant(0)));
    var over = tf.constant(new int[] {1, 3});
    var mean = tf.math.mean(grouped, over, Mean.keepDims(true)); // [N, 1, groups, 1]
    var variance =
        tf.math.mean(tf.math.squaredDifference(grouped, mean), over, Mean.keepDims(true));
    var scale = tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON)));
    var normal = tf.reshape(tf.math.mul(tf.math.sub(grouped, mean), scale), shape);
    return tf.math.add(tf.math.mul(normal, w.get("weight")), w.get("bias"));
  }

  @Override
  public List<ConvolutionSpec> convolutions() {
    var specs = new ArrayList<ConvolutionSpec>();
    int in = 3;
    for (int i = 0; i < config.convolutions().size(); i++) {
      var conv = config.convolutions().get(i);
      specs.add(
          ConvolutionSpec.biased(
              BODY + "." + i, "conv", conv.channels(), in, conv.kernel(), conv.stride()));
      in = conv.channels();
    }
    specs.add(ConvolutionSpec.biased(HEAD, "conv", config.headChannels(), in, 3, 2));
    return specs;
  }

  @Override
  public void declareOthers(Parameters.Builder parameters) {
    for (int i = 0; i < config.convolutions().size(); i++) {
      parameters.layerNorm(
          "%s.%d.norm".formatted(BODY, i), config.convolutions().get(i).channels());
    }
    parameters.layerNorm(HEAD + ".norm", config.headChannels());
    parameters.linear(HEAD + ".fc", config.flattened(), config.featureSize());
  }

  @Override
  public boolean isFrozen(String parameter) {
    return false;
  }
}
