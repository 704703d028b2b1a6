package io.alignstream.schemas.line;

import java.util.Locale;

/** What a task asks about an image. */
public enum TaskKind {
  MASKED_TOKENS,
  VQA,
  VISUAL_ENTAILMENT,
  REFERRING_EXPRESSION,
  IMAGE_TEXT_MATCH,
  REPRESENTATIONS,
  PHRASE_GROUNDING,
  RELATIONS,
  MULTIPLE_CHOICE;

  /** The name that answer keys carry by default: {@code visual_entailment}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
