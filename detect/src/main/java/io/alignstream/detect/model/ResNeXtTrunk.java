package io.alignstream.detect.model;

import io.alignstream.detect.config.TrunkConfig;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** ResNeXt up to C4, and its C5 as the box head ({@code backbone/resnet.py}). */
record ResNeXtTrunk(TrunkConfig.ResNeXt config) implements Trunk {
  private static final String BODY = "backbone.body";
  private static final String HEAD = "roi_heads.box.feature_extractor.head";

  @Override
  public Operand<TFloat32> body(Weights model, Convolutions conv, Operand<TFloat32> pixels) {
    var w = model.at(BODY);
    var x = stem(w.at("stem"), conv, pixels); // [N, H / 4, W / 4, stem]
    for (int stage = 1; stage <= 3; stage++) {
      x = stage(w.at("layer" + stage), conv, x, config.blocks().get(stage - 1), stage == 1 ? 1 : 2);
    }
    return x; // [N, H / 16, W / 16, C]
  }

  @Override
  public Operand<TFloat32> regionFeatures(
      Weights model, Convolutions conv, Operand<TFloat32> pooled) {
    var w = model.at(HEAD);
    var x = stage(w.at("layer4"), conv, pooled, config.c5Blocks(), 2); // [K, P / 2, P / 2, F]
    return w.tf().math.mean(x, w.tf().constant(new int[] {1, 2})); // [K, F]
  }

  private static Operand<TFloat32> stem(Weights w, Convolutions conv, Operand<TFloat32> pixels) {
    var tf = w.tf();
    var x = tf.nn.relu(conv.apply(w, "conv1", "bn1", pixels, 2));
    // Nothing is below 0 after the ReLU, so that padding with 0 is padding with nothing.
    return tf.nn.maxPool(
        Convolutions.pad(tf, x, 1),
        tf.constant(new int[] {1, 3, 3, 1}),
        tf.constant(new int[] {1, 2, 2, 1}),
        "VALID");
  }

  private static Operand<TFloat32> stage(
      Weights w, Convolutions conv, Operand<TFloat32> input, int blocks, int stride) {
    var x = input;
    for (int i = 0; i < blocks; i++) {
      x = bottleneck(w.at(Integer.toString(i)), conv, x, i == 0 ? stride : 1, i == 0);
    }
    return x;
  }

  /** The stride sits in the 3 × 3 convolution, whose groups follow from its kernel. */
  private static Operand<TFloat32> bottleneck(
      Weights w, Convolutions conv, Operand<TFloat32> x, int stride, boolean first) {
    var tf = w.tf();
    var narrow = tf.nn.relu(conv.apply(w, "conv1", "bn1", x, 1));
    var grouped = tf.nn.relu(conv.apply(w, "conv2", "bn2", narrow, stride));
    var wide = conv.apply(w, "conv3", "bn3", grouped, 1);
    var shortcut = first ? conv.apply(w, "downsample.0", "downsample.1", x, stride) : x;
    return tf.nn.relu(tf.math.add(wide, shortcut));
  }

  @Override
  public List<ConvolutionSpec> convolutions() {
    var specs = new ArrayList<ConvolutionSpec>();
    specs.add(ConvolutionSpec.normed(BODY + ".stem", "conv1", "bn1", config.stem(), 3, 7, 2));
    int in = config.stem();
    for (int stage = 1; stage <= 4; stage++) {
      int out = config.stage2() << (stage - 1);
      int inner = (config.groups() * config.widthPerGroup()) << (stage - 1);
      int blocks = stage == 4 ? config.c5Blocks() : config.blocks().get(stage - 1);
      for (int i = 0; i < blocks; i++) {
        var path = "%s.layer%d.%d".formatted(stage == 4 ? HEAD : BODY, stage, i);
        int stride = i == 0 && stage > 1 ? 2 : 1;
        specs.add(ConvolutionSpec.normed(path, "conv1", "bn1", inner, in, 1, 1));
        specs.add(
            new ConvolutionSpec(path, "conv2", "bn2", inner, inner, 3, config.groups(), stride));
        specs.add(ConvolutionSpec.normed(path, "conv3", "bn3", out, inner, 1, 1));
        if (i == 0) {
          specs.add(
              ConvolutionSpec.normed(path, "downsample.0", "downsample.1", out, in, 1, stride));
        }
        in = out;
      }
    }
    return specs;
  }

  @Override
  public void declareOthers(Parameters.Builder parameters) {
    // It has nothing but convolutions.
  }

  @Override
  public boolean isFrozen(String parameter) {
    if (parameter.contains(".bn") || parameter.contains(".downsample.1.")) {
      return true;
    }
    boolean frozen = parameter.startsWith(BODY + ".stem.") && config.freezeAt() > 0;
    for (int stage = 1; stage < config.freezeAt(); stage++) {
      frozen |= parameter.startsWith(BODY + ".layer" + stage + ".");
    }
    return frozen;
  }
}
