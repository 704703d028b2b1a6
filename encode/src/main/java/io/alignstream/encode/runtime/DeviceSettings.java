package io.alignstream.encode.runtime;

import com.typesafe.config.Config;
import org.slf4j.LoggerFactory;
import org.tensorflow.DeviceSpec;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * Where and how graphs run.
 *
 * @param device {@code cpu}, or {@code gpu:0} and so on
 * @param intraOpThreads threads that share one operation; the first session of a process decides
 *     for all of them (TensorFlow's CPU device has one pool)
 * @param interOpThreads operations at once
 * @param precision of the large products
 */
public record DeviceSettings(
    String device, int intraOpThreads, int interOpThreads, Precision precision) {

  /** All processors work on one operation at a time, in float32. */
  public static DeviceSettings cpu() {
    return new DeviceSettings(
        "cpu", Runtime.getRuntime().availableProcessors(), 1, Precision.FLOAT32);
  }

  /** Refuses what cannot run. */
  public DeviceSettings {
    if (!device.matches("cpu|gpu:\\d+")) {
      throw new IllegalArgumentException("device is cpu or gpu:<number>, not " + device);
    }
    if (intraOpThreads < 1 || interOpThreads < 1) {
      throw new IllegalArgumentException(
          "intra-op-threads and inter-op-threads must be at least 1: %d, %d"
              .formatted(intraOpThreads, interOpThreads));
    }
  }

  /**
   * Reads {@code device}, {@code intra-op-threads} (0: one a processor), {@code inter-op-threads}
   * and {@code precision}.
   */
  public static DeviceSettings from(Config section) {
    int threads = section.getInt("intra-op-threads");
    return new DeviceSettings(
        section.getString("device"),
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        section.getInt("inter-op-threads"),
        Precision.of(section.getString("precision")));
  }

  /** The same in another precision. */
  public DeviceSettings in(Precision other) {
    return new DeviceSettings(device, intraOpThreads, interOpThreads, other);
  }

  /** Whether a GPU runs it. */
  public boolean onGpu() {
    return device.startsWith("gpu");
  }

  /** What will be computed in: bfloat16 only where the processor has it. */
  public Precision effectivePrecision() {
    if (precision == Precision.BFLOAT16 && !onGpu() && !Processor.hasBfloat16()) {
      LoggerFactory.getLogger(DeviceSettings.class)
          .warn("this processor has no bfloat16 products: running in float32");
      return Precision.FLOAT32;
    }
    return precision;
  }

  /** The same operations, placed on the device. */
  Ops place(Ops tf) {
    var type = onGpu() ? DeviceSpec.DeviceType.GPU : DeviceSpec.DeviceType.CPU;
    int index = onGpu() ? Integer.parseInt(device.substring("gpu:".length())) : 0;
    return tf.withDevice(DeviceSpec.newBuilder().deviceType(type).deviceIndex(index).build());
  }

  /** TensorFlow's own form of these settings. */
  public ConfigProto toProto() {
    var rewrites = RewriterConfig.newBuilder();
    if (effectivePrecision() == Precision.BFLOAT16) {
      if (onGpu()) {
        rewrites.setAutoMixedPrecision(RewriterConfig.Toggle.ON);
      } else {
        rewrites.setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
      }
    }
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(intraOpThreads)
        .setInterOpParallelismThreads(interOpThreads)
        .setAllowSoftPlacement(true) // string and bookkeeping ops have no GPU kernel
        .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
        .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewrites))
        .build();
  }
}
