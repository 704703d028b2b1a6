package io.alignstream.schemas;

import com.typesafe.config.Config;
import java.util.List;

/**
 * The topics of one installation.
 *
 * @param events image-caption events in, keyed by image id; a null value deletes the image
 * @param index index entries out, keyed by image id, compacted
 * @param answers answers out, keyed by {@code <event id>/<task id>}
 * @param deadLetters refused events with their original bytes, key, headers and timestamp
 * @param fineTuningCommands orders to the coordinator, keyed by run id
 * @param fineTuningProgress how runs stand, keyed by run id
 * @param modelReleases models ready to serve, keyed by model id, compacted
 */
public record Topics(
    String events,
    String index,
    String answers,
    String deadLetters,
    String fineTuningCommands,
    String fineTuningProgress,
    String modelReleases) {

  /** The names used unless configured otherwise. */
  public static Topics defaults() {
    return new Topics(
        "image-caption-events",
        "retrieval-index",
        "answers",
        "image-caption-events-dead-letters",
        "fine-tuning-commands",
        "fine-tuning-progress",
        "model-releases");
  }

  /** Reads {@code alignstream.schemas.topics}. */
  public static Topics from(Config section) {
    return new Topics(
        section.getString("events"),
        section.getString("index"),
        section.getString("answers"),
        section.getString("dead-letters"),
        section.getString("fine-tuning-commands"),
        section.getString("fine-tuning-progress"),
        section.getString("model-releases"));
  }

  /** All names, in the order of the components. */
  public List<String> all() {
    return List.of(
        events, index, answers, deadLetters, fineTuningCommands, fineTuningProgress, modelReleases);
  }
}
