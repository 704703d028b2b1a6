package io.alignstream.heads.serving;

import com.typesafe.config.Config;
import io.alignstream.encode.batch.LengthBuckets;
import io.alignstream.encode.runtime.DeviceSettings;
import java.util.List;

/**
 * The MVPTR models of a node.
 *
 * @param models none leaves the line to what was not learned
 * @param buckets how inputs are divided by length
 */
public record MvptrSettings(
    List<ModelSettings> models, DeviceSettings device, LengthBuckets buckets) {
  /** Copies the list. */
  public MvptrSettings {
    models = List.copyOf(models);
  }

  /** Reads {@code alignstream.mvptr}: what a model leaves out is taken from {@code defaults}. */
  public static MvptrSettings from(Config section) {
    var defaults = section.getConfig("defaults");
    return new MvptrSettings(
        section.getConfigList("models").stream()
            .map(model -> ModelSettings.from(model.withFallback(defaults)))
            .toList(),
        DeviceSettings.from(section.getConfig("device")),
        new LengthBuckets(section.getInt("max-batch"), section.getInt("batch-overhead")));
  }
}
