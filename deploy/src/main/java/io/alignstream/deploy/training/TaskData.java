package io.alignstream.deploy.training;

import com.typesafe.config.ConfigException;
import io.alignstream.encode.train.SeededBits;
import io.alignstream.heads.data.CaptionedImage;
import io.alignstream.heads.data.PhraseLookup;
import io.alignstream.heads.data.RetrievalSplit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a task's data are: a directory, or events of a topic.
 *
 * @param directory what relative paths are below
 * @param events if there are some, they are the captions
 */
public record TaskData(Path directory, Optional<TopicEvents> events) {
  /** Files. */
  public static TaskData of(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new ConfigException.Generic("--data %s: no such directory".formatted(directory));
    }
    return new TaskData(directory, Optional.empty());
  }

  /** Events; other paths are below the working directory. */
  public static TaskData of(TopicEvents events) {
    return new TaskData(Path.of(""), Optional.of(events));
  }

  /**
   * A split of a topic's captions: {@code train}, or what is held out of it. An image's key decides
   * which of them it is in.
   *
   * @param heldOut share of the images, 0 to 1
   */
  static RetrievalSplit split(
      TopicEvents events, String split, double heldOut, PhraseLookup phrases) {
    boolean training = split.equals("train");
    return new RetrievalSplit(
        events.images().stream()
            .filter(image -> !image.texts().isEmpty())
            .filter(image -> isHeldOut(image.key(), heldOut) != training)
            .map(image -> captioned(image, phrases))
            .toList());
  }

  private static CaptionedImage captioned(TopicEvents.Image image, PhraseLookup phrases) {
    List<CaptionedImage.Caption> captions =
        image.texts().stream()
            .map(text -> new CaptionedImage.Caption(text.text(), phrases.ids(text.phrases())))
            .toList();
    return new CaptionedImage(image.key(), captions);
  }

  private static boolean isHeldOut(String key, double share) {
    return (SeededBits.mix(0, key) >>> 11) * 0x1p-53 < share;
  }
}
