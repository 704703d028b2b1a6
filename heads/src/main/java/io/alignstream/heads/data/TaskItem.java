package io.alignstream.heads.data;

import java.util.List;

/**
 * One text about one image, and what is right for it.
 *
 * @param <T> what is right: an answer, a class, a box
 * @param id names the item in messages and predictions
 * @param imageKey the image, as {@link ImageInputs} knows it
 * @param text caption, question, hypothesis or expression
 * @param phraseIds ids of the text's phrases
 * @param target what is right
 */
public record TaskItem<T>(
    String id, String imageKey, String text, List<Integer> phraseIds, T target) {
  /** Copies the ids. */
  public TaskItem {
    phraseIds = List.copyOf(phraseIds);
  }
}
