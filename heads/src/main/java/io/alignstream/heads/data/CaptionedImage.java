package io.alignstream.heads.data;

import java.util.List;

/** An image of a retrieval data set with its captions. */
public record CaptionedImage(String key, List<Caption> captions) {
  /** Copies the captions. */
  public CaptionedImage {
    captions = List.copyOf(captions);
  }

  /** A caption and the ids of its phrases. */
  public record Caption(String text, List<Integer> phraseIds) {
    /** Copies the ids. */
    public Caption {
      phraseIds = List.copyOf(phraseIds);
    }
  }
}
