package io.alignstream.heads.serving;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.alignstream.encode.batch.LengthBuckets;
import io.alignstream.encode.runtime.DeviceSettings;
import java.util.List;

/**
 * The MVPTR models of a node.
 *
 * @param models a checkpoint each; with none there is nothing to serve
 * @param buckets how inputs are divided by length
 */
public record MvptrSettings(
    List<ModelSettings> models, DeviceSettings device, LengthBuckets buckets) {
  /** Copies the list. */
  public MvptrSettings {
    models = List.copyOf(models);
  }

  /**
   * Reads {@code alignstream.mvptr}: what a model leaves out is taken from {@code defaults}.
   *
   * @throws ConfigException if a model lacks its checkpoint or has a key that nothing reads
   */
  public static MvptrSettings from(Config section) {
    var defaults = section.getConfig("defaults");
    return new MvptrSettings(
        section.getConfigList("models").stream().map(model -> model(model, defaults)).toList(),
        DeviceSettings.from(section.getConfig("device")),
        new LengthBuckets(section.getInt("max-batch"), section.getInt("batch-overhead")));
  }

  private static ModelSettings model(Config model, Config defaults) {
    for (var key : model.root().entrySet()) {
      if (!key.getKey().equals("checkpoint") && !defaults.hasPathOrNull(key.getKey())) {
        throw new ConfigException.BadPath(
            key.getValue().origin(),
            key.getKey(),
            "no such key of a model; there are checkpoint and those of alignstream.mvptr.defaults");
      }
    }
    return ModelSettings.from(model.withFallback(defaults));
  }
}
