package io.alignstream.schemas;

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
}
