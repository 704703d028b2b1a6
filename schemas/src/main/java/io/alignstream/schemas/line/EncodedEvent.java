package io.alignstream.schemas.line;

import java.util.List;

/**
 * What {@code encode} gives.
 *
 * @param parsed the event with regions and phrases
 * @param imageEmbedding unit-length retrieval vector of the image: [1, E]
 * @param captionEmbeddings unit-length retrieval vectors, one a caption: [1, E] each
 * @param pairs the image with each task's text, in the order of the event's tasks
 * @param modelVersion which weights made them
 */
public record EncodedEvent(
    ParsedEvent parsed,
    FloatMatrix imageEmbedding,
    List<FloatMatrix> captionEmbeddings,
    List<EncodedPair> pairs,
    String modelVersion) {
  /** Copies the lists, which must match the event's. */
  public EncodedEvent {
    captionEmbeddings = List.copyOf(captionEmbeddings);
    pairs = List.copyOf(pairs);
    if (captionEmbeddings.size() != parsed.captions().size()
        || pairs.size() != parsed.taskTexts().size()) {
      throw new IllegalArgumentException("one embedding a caption and one pair a task, in order");
    }
  }
}
