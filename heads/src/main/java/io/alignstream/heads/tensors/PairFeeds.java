package io.alignstream.heads.tensors;

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.ElementType;
import io.alignstream.encode.mvptr.BatchShape;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.ModelException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A file's tensors as a batch of pairs, checked. */
final class PairFeeds {
  private PairFeeds() {}

  static Map<String, Feed> of(MvptrConfig config, Checkpoint inputs, int cut) {
    var text = matrix(inputs, "input_ids_a");
    var tags = matrix(inputs, "input_ids_b");
    long pairs = text.get(0);
    long regions = regions(config, inputs, pairs);
    new BatchShape(pairs, text.get(1), tags.get(1), regions).check(config);
    expect("input_ids_b", tags, List.of(pairs, tags.get(1)));

    Map<String, Feed> feeds = new HashMap<>();
    feeds.put("input_ids_a", ids(inputs, "input_ids_a", config.bert().vocabSize()));
    feeds.put("input_ids_b", ids(inputs, "input_ids_b", config.bert().vocabSize()));
    int types = config.bert().typeVocabSize();
    feeds.put("token_type_ids_a", orElse(inputs, "token_type_ids_a", text, 0, types));
    feeds.put("token_type_ids_b", orElse(inputs, "token_type_ids_b", tags, 0, types));
    feeds.put("attention_mask_a", orElse(inputs, "attention_mask_a", text, 1, 2));
    feeds.put(
        "attention_mask_b",
        orElse(inputs, "attention_mask_b", List.of(pairs, tags.get(1) + regions), 1, 2));
    feeds.put("img_feats", features(config, inputs, pairs));
    feeds.put("cut", Feed.ints(List.of(), new int[] {cut}));
    return feeds;
  }

  /** Any tensor; whole numbers become int32. */
  static Feed feed(Checkpoint file, String name) {
    var info = file.info(name);
    if (info.type().compareTo(ElementType.BF16) <= 0) {
      return Feed.floats(info.shape(), buffer -> buffer.put(file.floats(name)));
    }
    return ids(file, name, Integer.MAX_VALUE);
  }

  private static long regions(MvptrConfig config, Checkpoint inputs, long pairs) {
    if (!inputs.names().contains("img_feats")) {
      return 0;
    }
    var shape = inputs.info("img_feats").shape();
    if (shape.size() != 3 || shape.get(0) != pairs || shape.get(2) != config.imgFeatureDim()) {
      throw new ModelException(
          "img_feats is %s, not [%d, regions, %d]".formatted(shape, pairs, config.imgFeatureDim()));
    }
    return shape.get(1);
  }

  private static Feed features(MvptrConfig config, Checkpoint inputs, long pairs) {
    return inputs.names().contains("img_feats")
        ? Feed.floats(
            inputs.info("img_feats").shape(), buffer -> buffer.put(inputs.floats("img_feats")))
        : Feed.floats(List.of(pairs, 0L, (long) config.imgFeatureDim()), new float[0]);
  }

  private static List<Long> matrix(Checkpoint inputs, String name) {
    if (!inputs.names().contains(name)) {
      throw new ModelException("%s has no tensor %s".formatted(inputs.path(), name));
    }
    var shape = inputs.info(name).shape();
    if (shape.size() != 2) {
      throw new ModelException("%s is %s, not a matrix".formatted(name, shape));
    }
    return shape;
  }

  private static Feed orElse(
      Checkpoint inputs, String name, List<Long> shape, int missing, int bound) {
    if (inputs.names().contains(name)) {
      expect(name, inputs.info(name).shape(), shape);
      return ids(inputs, name, bound);
    }
    var values = new int[Math.toIntExact(shape.get(0) * shape.get(1))];
    Arrays.fill(values, missing);
    return Feed.ints(shape, values);
  }

  private static void expect(String name, List<Long> shape, List<Long> wanted) {
    if (!shape.equals(wanted)) {
      throw new ModelException("%s is %s, not %s".formatted(name, shape, wanted));
    }
  }

  private static Feed ids(Checkpoint file, String name, int bound) {
    var info = file.info(name);
    var longs = file.longs(name);
    var values = new int[longs.remaining()];
    for (int i = 0; i < values.length; i++) {
      long value = longs.get(i);
      if (value >= bound || (value < 0 && bound != Integer.MAX_VALUE)) {
        throw new ModelException("%s holds %d, not 0 to %d".formatted(name, value, bound - 1));
      }
      values[i] = (int) value;
    }
    return Feed.ints(info.shape(), values);
  }
}
