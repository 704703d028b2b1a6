package io.alignstream.ingest.dataset;

import io.alignstream.schemas.avro.Caption;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.line.Phrase;
import io.alignstream.schemas.line.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes events of samples.
 *
 * @param carriage how the image goes with the event
 * @param images where the data set's image names begin
 * @param idPrefix begins every event's id; the sample's number follows
 * @param tasks what to ask about every image
 */
public record EventMaker(
    Carriage carriage, Path images, String idPrefix, List<TaskTemplate> tasks) {
  /** How an image goes with its event. */
  public enum Carriage {
    /** Its bytes are in the event. */
    INLINE,
    /** The event says where it is: a {@code file:} URI, or the URL that the data set gives. */
    URI,
    /** Only its id goes, as the key of features that were extracted elsewhere. */
    FEATURES
  }

  /** Copies the tasks. */
  public EventMaker {
    tasks = List.copyOf(tasks);
  }

  /**
   * The event of a sample.
   *
   * @param number the sample's place in its data set, so that sending it again replaces it
   * @throws DatasetException if its image is missing or cannot be read
   */
  public ImageCaptionEvent event(Sample sample, long number) {
    var event =
        ImageCaptionEvent.newBuilder()
            .setEventId("%s-%d".formatted(idPrefix, number))
            .setImageId(sample.imageId())
            .setCaptions(sample.captions().stream().map(EventMaker::caption).toList())
            .setTasks(tasks.stream().flatMap(task -> task.of(sample).stream()).toList())
            .setAttributes(sample.attributes());
    switch (carriage) {
      case INLINE -> event.setImageBytes(bytes(sample));
      case URI -> event.setImageUri(uri(sample));
      case FEATURES -> event.setFeaturesKey(sample.imageId());
    }
    return event.build();
  }

  private ByteBuffer bytes(Sample sample) {
    var file = new ImageFiles(images).of(sample);
    try {
      return ByteBuffer.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new DatasetException(
          "%s: the image %s cannot be read: %s".formatted(sample.place(), file, e), e);
    }
  }

  private String uri(Sample sample) {
    return sample.image().matches("(?i)https?://.*")
        ? sample.image()
        : new ImageFiles(images).of(sample).toAbsolutePath().toUri().toString();
  }

  private static Caption caption(Text text) {
    var phrases = text.givenPhrases().map(all -> all.stream().map(Phrase::words).toList());
    return new Caption(text.text(), phrases.orElse(null));
  }
}
