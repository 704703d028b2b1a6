package io.alignstream.encode.text;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Examples padded to common lengths, as the model's seven tensors. Padding has id 0, type 0 and
 * mask 0, and changes no result, so that the lengths are free: the reference's limits, the longest
 * example's, or a bucket's.
 *
 * @param examples in order: [B]
 * @param textLength La
 * @param tagLength Lb
 * @param regionCount R
 * @param featureSize F
 */
public record ExampleBatch(
    List<Example> examples, int textLength, int tagLength, int regionCount, int featureSize) {
  /** Copies the list; every example fits, and has features of the one size. */
  public ExampleBatch {
    examples = List.copyOf(examples);
    for (var example : examples) {
      if (example.text().length() > textLength
          || example.tags().length() > tagLength
          || example.regionFeatures().rows() > regionCount
          || example.regionFeatures().columns() != featureSize) {
        throw new IllegalArgumentException(
            "an example of %d text and %d tag tokens and features %s does not fit into [%d], [%d] and [%d, %d]"
                .formatted(
                    example.text().length(),
                    example.tags().length(),
                    example.regionFeatures(),
                    textLength,
                    tagLength,
                    regionCount,
                    featureSize));
      }
    }
  }

  /** Padded as the reference pads: to the limits. */
  public static ExampleBatch padded(List<Example> examples, ExampleLimits limits) {
    return new ExampleBatch(
        examples,
        limits.maxTextLength(),
        limits.maxTagLength(),
        limits.maxImgSeqLength(),
        featureSize(examples));
  }

  /** Padded as little as possible. */
  public static ExampleBatch tight(List<Example> examples) {
    return new ExampleBatch(
        examples,
        longest(examples, example -> example.text().length()),
        longest(examples, example -> example.tags().length()),
        longest(examples, example -> example.regionFeatures().rows()),
        featureSize(examples));
  }

  /** {@code input_ids_a}: [B, La]. */
  public IntMatrix inputIdsA() {
    return rows(textLength, example -> example.text().ids());
  }

  /** {@code token_type_ids_a}, the reference's {@code segment_ids_a}: [B, La]. */
  public IntMatrix tokenTypeIdsA() {
    return rows(textLength, example -> example.text().typeIds());
  }

  /** {@code attention_mask_a}, 1 keep 0 pad: [B, La]. */
  public IntMatrix attentionMaskA() {
    var values = new int[examples.size() * textLength];
    for (int b = 0; b < examples.size(); b++) {
      int row = b * textLength;
      Arrays.fill(values, row, row + examples.get(b).text().length(), 1);
    }
    return IntMatrix.wrap(examples.size(), textLength, values);
  }

  /** {@code input_ids_b}: [B, Lb]. */
  public IntMatrix inputIdsB() {
    return rows(tagLength, example -> example.tags().ids());
  }

  /** {@code token_type_ids_b}: [B, Lb]. */
  public IntMatrix tokenTypeIdsB() {
    return rows(tagLength, example -> example.tags().typeIds());
  }

  /** {@code attention_mask_b}, over tags and regions, 1 keep 0 pad: [B, Lb + R]. */
  public IntMatrix attentionMaskB() {
    int length = tagLength + regionCount;
    var values = new int[examples.size() * length];
    for (int b = 0; b < examples.size(); b++) {
      int tags = b * length;
      int regions = tags + tagLength;
      Arrays.fill(values, tags, tags + examples.get(b).tags().length(), 1);
      Arrays.fill(values, regions, regions + examples.get(b).regionFeatures().rows(), 1);
    }
    return IntMatrix.wrap(examples.size(), length, values);
  }

  /** Writes {@code img_feats}, padded with zeros, from the buffer's position on: [B, R, F]. */
  public void writeImgFeats(FloatBuffer values) {
    for (var example : examples) {
      values.put(example.regionFeatures().buffer());
      int padding = (regionCount - example.regionFeatures().rows()) * featureSize;
      for (int i = 0; i < padding; i++) {
        values.put(0);
      }
    }
  }

  private IntMatrix rows(int length, Function<Example, List<Integer>> row) {
    var values = new int[examples.size() * length];
    for (int b = 0; b < examples.size(); b++) {
      int at = b * length;
      for (int value : row.apply(examples.get(b))) {
        values[at++] = value;
      }
    }
    return IntMatrix.wrap(examples.size(), length, values);
  }

  private static int longest(List<Example> examples, ToIntFunction<Example> length) {
    return examples.stream().mapToInt(length).max().orElse(0);
  }

  private static int featureSize(List<Example> examples) {
    return longest(examples, example -> example.regionFeatures().columns());
  }
}
