package io.alignstream.detect.model;

import io.alignstream.detect.config.TrunkConfig;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** The network to the feature map, and from pooled regions to box features. */
interface Trunk {
  /** What it is made of. */
  List<ConvolutionSpec> convolutions();

  /** Its parameters that are no convolutions. */
  void declareOthers(Parameters.Builder parameters);

  /** Pixels [N, H, W, 3] (blue, green, red minus mean) to the feature map [N, h, w, C]. */
  Operand<TFloat32> body(Weights model, Convolutions conv, Operand<TFloat32> pixels);

  /** Pooled regions [K, P, P, C] to box features [K, F]. */
  Operand<TFloat32> regionFeatures(Weights model, Convolutions conv, Operand<TFloat32> pooled);

  /** Whether a parameter keeps its value in training. */
  boolean isFrozen(String parameter);

  static Trunk of(TrunkConfig config) {
    return config.fold(ResNeXtTrunk::new, PlainTrunk::new);
  }
}
