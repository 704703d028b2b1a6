package io.alignstream.heads.training;

import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.text.Example;
import io.alignstream.encode.text.ExampleBatch;
import io.alignstream.encode.text.ExampleBuilder;
import io.alignstream.encode.text.IntMatrix;
import io.alignstream.heads.data.ImageInput;
import io.alignstream.heads.data.TaskItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a text and an image become the model's seven tensors.
 *
 * @param tagsInText whether tags also stand behind the text ({@code --use_b_text})
 * @param repeatedTags whether those keep repetitions ({@code --b_as_list})
 * @param cut position from which stage 2 sees the image
 * @param featureSize F, what the model takes
 * @param tight whether a batch is padded to its longest text and most regions, which changes no
 *     result; otherwise to the limits, so that all processes' shapes are equal
 */
public record PairFormat(
    ExampleBuilder builder,
    boolean tagsInText,
    boolean repeatedTags,
    int cut,
    int featureSize,
    boolean tight) {

  /**
   * Lengths of a batch.
   *
   * @param text La
   * @param tags Lb
   * @param regions R
   */
  record Lengths(int text, int tags, int regions) {}

  /** How long a batch of these examples is. */
  Lengths lengths(List<Example> examples) {
    var limits = builder.limits();
    int text = limits.maxTextLength();
    int regions = limits.maxImgSeqLength();
    if (tight) {
      text = examples.stream().mapToInt(example -> example.text().length()).max().orElse(0);
      regions = Math.max(1, examples.stream().mapToInt(PairFormat::regions).max().orElse(0));
    }
    return new Lengths(text, limits.maxTagLength(), regions);
  }

  private static int regions(Example example) {
    return example.regionFeatures().rows();
  }

  /**
   * The tensors of a batch.
   *
   * @throws IllegalArgumentException if an image's features are of another size; names it
   */
  public Map<String, Feed> feeds(List<? extends TaskItem<?>> items, List<ImageInput> images) {
    return feeds(examples(items, images));
  }

  /**
   * The examples themselves.
   *
   * @throws IllegalArgumentException if an image's features are of another size; names it
   */
  List<Example> examples(List<? extends TaskItem<?>> items, List<ImageInput> images) {
    var examples = new ArrayList<Example>();
    for (int i = 0; i < items.size(); i++) {
      examples.add(example(items.get(i), images.get(i)));
    }
    return examples;
  }

  /** The tensors of examples. */
  Map<String, Feed> feeds(List<Example> examples) {
    var to = lengths(examples);
    var batch = new ExampleBatch(examples, to.text(), to.tags(), to.regions(), featureSize);
    var feeds = new LinkedHashMap<String, Feed>();
    feeds.put("input_ids_a", feed(batch.inputIdsA()));
    feeds.put("token_type_ids_a", feed(batch.tokenTypeIdsA()));
    feeds.put("attention_mask_a", feed(batch.attentionMaskA()));
    feeds.put("input_ids_b", feed(batch.inputIdsB()));
    feeds.put("token_type_ids_b", feed(batch.tokenTypeIdsB()));
    feeds.put("attention_mask_b", feed(batch.attentionMaskB()));
    feeds.put(
        "img_feats",
        Feed.floats(
            List.of((long) examples.size(), (long) batch.regionCount(), (long) featureSize),
            batch::writeImgFeats));
    feeds.put("cut", Feed.ints(List.of(), new int[] {cut}));
    return feeds;
  }

  /** Position in the joint sequence where regions begin: La, and the tags that are not cut off. */
  int firstRegion(Lengths lengths) {
    return lengths.text() + Math.max(0, lengths.tags() - cut);
  }

  private Example example(TaskItem<?> item, ImageInput image) {
    if (image.features().columns() != featureSize) {
      throw new IllegalArgumentException(
          "image '%s' has features of %d numbers; the model takes %d (img_feature_dim)"
              .formatted(item.imageKey(), image.features().columns(), featureSize));
    }
    var tags = image.distinctTagText();
    var text =
        tagsInText
            ? builder.textWithTags(
                item.text(), item.phraseIds(), repeatedTags ? image.tagText() : tags)
            : builder.text(item.text(), item.phraseIds());
    return new Example(text, builder.tags(tags), builder.regions(image.features()));
  }

  private static Feed feed(IntMatrix matrix) {
    return Feed.ints(
        List.of((long) matrix.rows(), (long) matrix.columns()),
        buffer -> buffer.put(matrix.buffer()));
  }
}
