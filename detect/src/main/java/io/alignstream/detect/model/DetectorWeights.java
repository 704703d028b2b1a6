package io.alignstream.detect.model;

import io.alignstream.detect.boxes.Anchors;
import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.CheckpointException;
import io.alignstream.encode.runtime.InitialValues;
import io.alignstream.encode.runtime.LoadRules;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Parameters;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A detector's parameters: as checkpoints hold them, and as inference wants them. */
public final class DetectorWeights {
  private static final String CELL_ANCHORS = "rpn.anchor_generator.cell_anchors.0";

  /** What a checkpoint of the reference holds beside the parameters. */
  private static final LoadRules RULES =
      LoadRules.EXACT
          .ignoring("attribute.feature_extractor.", "rpn.anchor_generator.")
          .renaming(
              new LoadRules.Rename(
                  "module.", "", "saved from a model that was trained in parallel"));

  private DetectorWeights() {}

  /** Names and shapes as in the reference's state dict, without aliases and anchors. */
  public static Parameters parameters(DetectorConfig config) {
    var net = FasterRcnnNet.of(config);
    var parameters = new Parameters.Builder();
    for (var spec : net.convolutions()) {
      var conv = parameters.at(spec.convPath());
      conv.add("weight", spec.out(), spec.inPerGroup(), spec.kernel(), spec.kernel());
      if (spec.hasNorm()) {
        var norm = parameters.at(spec.normPath());
        for (var name : List.of("weight", "bias", "running_mean", "running_var")) {
          norm.add(name, spec.out());
        }
      } else {
        conv.add("bias", spec.out());
      }
    }
    net.declareOthers(parameters);
    return parameters.build();
  }

  /**
   * A checkpoint's values: the reference's {@code .pth}, or safetensors with its names. The
   * attribute head's feature extractor is the box head's (the file aliases them).
   *
   * @throws io.alignstream.encode.runtime.ModelException if names or shapes are not the model's
   * @throws CheckpointException if the file's anchors are not the configuration's
   */
  public static ParameterValues load(Checkpoint checkpoint, DetectorConfig config) {
    for (var name : List.of(CELL_ANCHORS, "module." + CELL_ANCHORS)) {
      if (checkpoint.names().contains(name)) {
        checkAnchors(checkpoint, name, config);
      }
    }
    return ParameterValues.load(checkpoint, parameters(config), RULES);
  }

  /** Whether training leaves a parameter alone: norms, the stem and the first stages. */
  public static boolean isFrozen(DetectorConfig config, String parameter) {
    return Trunk.of(config.trunk()).isFrozen(parameter);
  }

  private static void checkAnchors(Checkpoint checkpoint, String name, DetectorConfig config) {
    var own =
        Anchors.cell(config.trunk().stride(), config.rpn().sizes(), config.rpn().ratios()).buffer();
    var stored = checkpoint.floats(name);
    boolean equal = own.remaining() == stored.remaining();
    for (int i = 0; equal && i < own.remaining(); i++) {
      equal = Math.abs(own.get(i) - stored.get(i)) < 1e-3f;
    }
    if (!equal) {
      throw new CheckpointException(
          checkpoint.path(), name + " are not the anchors that the configuration gives");
    }
  }

  /**
   * Where training from scratch starts: kernels by their fan-in, the other weights small, norms at
   * identity; each parameter's numbers depend on the seed and its name only.
   */
  public static ParameterValues initial(DetectorConfig config, long seed) {
    return ParameterValues.initial(
        parameters(config),
        (name, shape) -> {
          var values = new float[(int) shape.stream().mapToLong(i -> i).reduce(1, (a, b) -> a * b)];
          if (name.endsWith(".running_var") || (shape.size() == 1 && name.endsWith("weight"))) {
            // A quarter at the end of each residual block, so that fifty of them keep magnitudes.
            Arrays.fill(values, name.endsWith("bn3.weight") ? 0.25f : 1);
          } else if (!name.endsWith(".bias") && !name.endsWith(".running_mean")) {
            var random = new Random(seed * 31 + name.hashCode());
            double deviation = deviation(name, shape);
            for (int i = 0; i < values.length; i++) {
              values[i] = (float) (random.nextGaussian() * deviation);
            }
          }
          return FloatBuffer.wrap(values);
        });
  }

  /**
   * Kernels, the dense layer of a plain trunk and the attribute head's hidden layer as He et al.
   * 2015; predictors as the reference. At the reference's 0.01 the attribute head's units die under
   * AdamW before they learn: colours stayed at chance for 2,000 steps of four images, where 350
   * steps now tell 84 %.
   */
  private static double deviation(String name, List<Long> shape) {
    if (name.endsWith("bbox_pred.weight") && !name.startsWith("rpn.")) {
      return 0.001;
    }
    boolean layer =
        name.startsWith("backbone.")
            || name.contains(".feature_extractor.")
            || name.endsWith("fc_attr.weight");
    long fanIn = shape.stream().skip(1).mapToLong(i -> i).reduce(1, (a, b) -> a * b);
    return layer ? Math.sqrt(2.0 / fanIn) : 0.01;
  }

  /**
   * Values for inference: each norm is folded into the kernel before it, and kernels are laid out
   * as [kernel, kernel, in, out], so that nothing of it is left to a run.
   */
  static ParameterValues folded(ParameterValues values, DetectorConfig config) {
    var net = FasterRcnnNet.of(config);
    var parameters = new Parameters.Builder();
    Map<String, ConvolutionSpec> specs = new HashMap<>();
    for (var spec : net.convolutions()) {
      parameters
          .at(spec.convPath())
          .add("weight", spec.kernel(), spec.kernel(), spec.inPerGroup(), spec.out())
          .add("bias", spec.out());
      specs.put(spec.convPath() + ".weight", spec);
      specs.put(spec.convPath() + ".bias", spec);
    }
    net.declareOthers(parameters);
    InitialValues folding =
        (name, shape) -> {
          var spec = specs.get(name);
          if (spec == null) {
            return values.floats(name);
          }
          return name.endsWith(".weight") ? kernel(values, spec) : shift(values, spec);
        };
    return ParameterValues.initial(parameters.build(), folding);
  }

  private static FloatBuffer kernel(ParameterValues values, ConvolutionSpec spec) {
    var from = values.floats(spec.convPath() + ".weight"); // [out, in, kernel · kernel]
    int cells = spec.kernel() * spec.kernel();
    int in = spec.inPerGroup();
    int out = spec.out();
    var to = new float[cells * in * out];
    for (int o = 0; o < out; o++) {
      float scale = scale(values, spec, o);
      for (int i = 0; i < in; i++) {
        for (int cell = 0; cell < cells; cell++) {
          to[(cell * in + i) * out + o] = from.get((o * in + i) * cells + cell) * scale;
        }
      }
    }
    return FloatBuffer.wrap(to);
  }

  private static FloatBuffer shift(ParameterValues values, ConvolutionSpec spec) {
    if (!spec.hasNorm()) {
      return values.floats(spec.convPath() + ".bias");
    }
    var bias = values.floats(spec.normPath() + ".bias");
    var mean = values.floats(spec.normPath() + ".running_mean");
    var shift = new float[spec.out()];
    for (int o = 0; o < shift.length; o++) {
      shift[o] = bias.get(o) - mean.get(o) * scale(values, spec, o);
    }
    return FloatBuffer.wrap(shift);
  }

  private static float scale(ParameterValues values, ConvolutionSpec spec, int channel) {
    if (!spec.hasNorm()) {
      return 1;
    }
    var weight = values.floats(spec.normPath() + ".weight");
    var variance = values.floats(spec.normPath() + ".running_var");
    return weight.get(channel) / (float) Math.sqrt(variance.get(channel));
  }
}
