package io.alignstream.encode.text;

/**
 * How long an example may get; the names are the reference's options.
 *
 * @param maxSeqLength words with {@code [CLS]} and {@code [SEP]}
 * @param maxPhrases room that phrases have beyond what words leave of {@code maxSeqLength}
 * @param maxTagLength tag word pieces with {@code [CLS]} and {@code [SEP]}
 * @param maxImgSeqLength regions
 */
public record ExampleLimits(
    int maxSeqLength, int maxPhrases, int maxTagLength, int maxImgSeqLength) {
  /** Of the reference's {@code general_dataset.py} as its README calls it, and of Flickr30k. */
  public static final ExampleLimits GENERAL = new ExampleLimits(50, 5, 20, 50);

  /** Of the reference's VQA commands. */
  public static final ExampleLimits VQA = new ExampleLimits(128, 5, 30, 50);

  /** Of the reference's SNLI-VE commands. */
  public static final ExampleLimits VISUAL_ENTAILMENT = new ExampleLimits(70, 5, 20, 70);

  /** Of the reference's referring-expression command. */
  public static final ExampleLimits REFERRING_EXPRESSION = new ExampleLimits(30, 5, 20, 50);

  /** Sequences have room for {@code [CLS]} and {@code [SEP]}. */
  public ExampleLimits {
    if (maxSeqLength < 2 || maxTagLength < 2 || maxPhrases < 0 || maxImgSeqLength < 0) {
      throw new IllegalArgumentException(
          "max_seq_length %d, max_phrases %d, max_tag_length %d, max_img_seq_length %d: sequences have at least 2 tokens, nothing is negative"
              .formatted(maxSeqLength, maxPhrases, maxTagLength, maxImgSeqLength));
    }
  }

  /** Longest text with its phrases: La of the reference's padded form. */
  public int maxTextLength() {
    return maxSeqLength + maxPhrases;
  }
}
