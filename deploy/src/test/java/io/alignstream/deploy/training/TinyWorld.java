package io.alignstream.deploy.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.detect.tsv.FeatureRow;
import io.alignstream.detect.tsv.TsvWriter;
import io.alignstream.encode.checkpoint.ElementType;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.runtime.InitialValues;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.heads.task.RepresentationTask;
import io.alignstream.schemas.line.FloatMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A world of images with a cube, a ball and a cone, each in one of three colours, side by side in
 * any order; a small untrained MVPTR for it; and every task's data in the reference's own formats.
 */
final class TinyWorld {
  static final List<String> COLOURS = List.of("red", "green", "blue");
  static final List<String> SHAPES = List.of("cube", "ball", "cone");
  private static final int FEATURES = 12; // colour, shape, and six numbers of geometry
  private static final int SIDE = 90; // pixels; a shape takes a third
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An image: the colours of cube, ball and cone, and their order from the left. */
  record Picture(int number, List<Integer> colours, List<Integer> order) {
    String colour(int shape) {
      return COLOURS.get(colours.get(shape));
    }

    int place(int shape) {
      return order.indexOf(shape);
    }
  }

  private final Path directory;
  private final Random random;

  TinyWorld(Path directory, long seed) {
    this.directory = directory;
    this.random = new Random(seed);
  }

  List<Picture> pictures(int first, int count) {
    var pictures = new ArrayList<Picture>();
    for (int i = 0; i < count; i++) {
      var order = new ArrayList<>(List.of(0, 1, 2));
      Collections.shuffle(order, random);
      var colours = List.of(random.nextInt(3), random.nextInt(3), random.nextInt(3));
      pictures.add(new Picture(first + i, colours, order));
    }
    return pictures;
  }

  /** predictions.tsv with keys that end in the image's number. */
  void writeFeatures(List<Picture> pictures) throws IOException {
    try (var writer = new TsvWriter(directory.resolve("predictions.tsv"))) {
      for (var picture : pictures) {
        var values = new float[3 * FEATURES];
        var tags = new ArrayList<String>();
        for (int place = 0; place < 3; place++) {
          int shape = picture.order().get(place);
          int at = place * FEATURES;
          values[at + picture.colours().get(shape)] = 1;
          values[at + 3 + shape] = 1;
          float left = place / 3f;
          var geometry = new float[] {left, 0, left + 1 / 3f, 1 / 3f, 1 / 3f, 1 / 3f};
          System.arraycopy(geometry, 0, values, at + 6, 6);
          tags.add(SHAPES.get(shape));
        }
        writer.write(
            new FeatureRow(
                    "COCO_%012d".formatted(picture.number()),
                    FloatMatrix.wrap(3, FEATURES, values),
                    tags)
                .line());
      }
    }
    try (var sizes = new TsvWriter(directory.resolve("hw.tsv"))) {
      for (var picture : pictures) {
        sizes.write(
            "COCO_%012d\t[{\"height\": %d, \"width\": %d}]"
                .formatted(picture.number(), SIDE, SIDE));
      }
    }
  }

  /** config.json, vocab.txt and random weights of the encoders. */
  Path writeCheckpoint() throws IOException {
    var checkpoint = Files.createDirectories(directory.resolve("base"));
    var words =
        new ArrayList<>(
            List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "and", "the", "is", "what"));
    words.addAll(List.of("colour", "?", "big"));
    words.addAll(COLOURS);
    words.addAll(SHAPES);
    Files.write(checkpoint.resolve("vocab.txt"), words);
    var config = new LinkedHashMap<String, Object>();
    config.put("vocab_size", words.size());
    config.put("only_word_size", words.size());
    config.put("hidden_size", 32);
    config.put("num_attention_heads", 4);
    config.put("num_hidden_layers", 2);
    config.put("intermediate_size", 64);
    config.put("max_position_embeddings", 32);
    config.put("type_vocab_size", 2);
    config.put("hidden_act", "gelu");
    config.put("hidden_dropout_prob", 0.0);
    config.put("attention_probs_dropout_prob", 0.0);
    config.put("layer_norm_eps", 1e-12);
    config.put("img_feature_dim", FEATURES);
    config.put("img_feature_type", "frcnn");
    config.put("use_img_layernorm", 1);
    JSON.writeValue(checkpoint.resolve("config.json").toFile(), config);
    var parameters = new RepresentationTask(MvptrConfig.read(checkpoint)).parameters();
    var values =
        ParameterValues.initial(parameters, InitialValues.normal(3, 0.1f, List.of("LayerNorm")));
    var writer = new SafetensorsWriter();
    parameters
        .shapes()
        .forEach(
            (name, shape) ->
                writer.floats(name, ElementType.F32, shape, () -> values.floats(name)));
    writer.write(checkpoint.resolve("model.safetensors"));
    return checkpoint;
  }

  void writeVqa(String split, List<Picture> pictures, boolean test) throws IOException {
    Files.writeString(
        directory.resolve("trainval_ans2label.pkl"),
        "(dp0\nS'red'\nI0\nsS'green'\nI1\nsS'blue'\nI2\ns.");
    Files.writeString(
        directory.resolve("trainval_label2ans.pkl"), "(lp0\nS'red'\naS'green'\naS'blue'\na.");
    var questions = new ArrayList<Map<String, Object>>();
    var phrases = new ArrayList<List<Object>>();
    for (var picture : pictures) {
      int shape = random.nextInt(3);
      var question = new LinkedHashMap<String, Object>();
      question.put("q", "what colour is the %s ?".formatted(SHAPES.get(shape)));
      question.put("img_id", picture.number());
      question.put("q_id", 1000 + picture.number());
      question.put("an", test ? List.of() : List.of(picture.colours().get(shape)));
      question.put("s", test ? List.of() : List.of(1.0));
      questions.add(question);
      phrases.add(List.of(List.of(), "q"));
    }
    var files = Map.of("train", "train2014", "val", "val2014", "test2015", "test2015").get(split);
    JSON.writeValue(directory.resolve(files + "_qla.json").toFile(), questions);
    JSON.writeValue(directory.resolve(split + "_sg_tuples.json").toFile(), phrases);
  }

  void writeEntailment(String split, List<Picture> pictures) throws IOException {
    var lines = new ArrayList<String>();
    var phrases = new ArrayList<List<Object>>();
    for (var picture : pictures) {
      int shape = random.nextInt(3);
      int kind = random.nextInt(3); // contradiction, neutral, entailment
      int shift = kind == 2 ? 0 : 1 + random.nextInt(2);
      var said = COLOURS.get((picture.colours().get(shape) + shift) % 3);
      var pair = new LinkedHashMap<String, Object>();
      pair.put("pairID", picture.number() + "#0");
      pair.put("Flickr30K_ID", picture.number());
      pair.put("sentence2", "the %s is %s".formatted(SHAPES.get(shape), kind == 1 ? "big" : said));
      pair.put("gold_label", List.of("contradiction", "neutral", "entailment").get(kind));
      lines.add(JSON.writeValueAsString(pair));
      phrases.add(List.of(List.of(), picture.number() + "#0"));
    }
    var name = split.equals("val") ? "dev" : split;
    Files.write(directory.resolve("snli_ve_%s.jsonl".formatted(name)), lines);
    JSON.writeValue(directory.resolve(split + "_sgs.json").toFile(), phrases);
  }

  void writeExpressions(Map<String, List<Picture>> splits) throws IOException {
    var all = new LinkedHashMap<String, Object>();
    for (var split : splits.entrySet()) {
      var expressions = new ArrayList<Map<String, Object>>();
      for (var picture : split.getValue()) {
        int shape = random.nextInt(3);
        var expression = new LinkedHashMap<String, Object>();
        expression.put("id", picture.number());
        expression.put("image_id", picture.number());
        expression.put("sentence", "the %s %s".formatted(picture.colour(shape), SHAPES.get(shape)));
        expression.put("bbox", List.of(picture.place(shape) * SIDE / 3, 0, SIDE / 3, SIDE / 3));
        expressions.add(expression);
      }
      all.put(split.getKey(), expressions);
    }
    JSON.writeValue(directory.resolve("ve_splits.json").toFile(), all);
  }

  void writeRetrieval(String split, List<Picture> pictures, List<Picture> everything)
      throws IOException {
    var captions = new LinkedHashMap<String, List<String>>();
    for (var picture : pictures) {
      captions.put(
          Integer.toString(picture.number()),
          List.of(
              "a %s cube and a %s ball and a %s cone"
                  .formatted(picture.colour(0), picture.colour(1), picture.colour(2))));
    }
    JSON.writeValue(directory.resolve(split + "_captions.json").toFile(), captions);
    var graphs = new StringBuilder("(dp0\n");
    for (var picture : everything) {
      graphs.append("S'").append(picture.number()).append("'\n((lp1\nlp2\ns");
    }
    graphs.append('.');
    Files.writeString(directory.resolve("sg.pt"), graphs.toString());
  }

  void writeClassification(String split, List<Picture> pictures, boolean labelled)
      throws IOException {
    var items = new ArrayList<Map<String, Object>>();
    for (var picture : pictures) {
      var item = new LinkedHashMap<String, Object>();
      item.put("id", picture.number());
      item.put("text", "the cube");
      item.put("image_id", "COCO_%012d".formatted(picture.number()));
      item.put("phrases", List.of());
      if (labelled) {
        item.put("label", picture.colour(0));
      }
      items.add(item);
    }
    JSON.writeValue(directory.resolve(split + ".json").toFile(), items);
  }
}
