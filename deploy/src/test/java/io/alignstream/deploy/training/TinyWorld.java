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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A world of images with three of five shapes, each in one of four colours, side by side in any
 * order; a small untrained MVPTR for it; and every task's data in the reference's own formats.
 */
final class TinyWorld {
  static final List<String> COLOURS = List.of("red", "green", "blue", "gold");
  static final List<String> SHAPES = List.of("cube", "ball", "cone", "ring", "star");
  static final int OBJECTS = 3;
  static final int WIDTH = 64;
  private static final int FEATURES = SHAPES.size() + COLOURS.size() + 6; // and geometry
  private static final int SIDE = 90; // pixels; a shape takes a third
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KINDS = List.of("contradiction", "neutral", "entailment");

  /** What stands at a place of an image. */
  record Thing(int shape, int colour) {
    String phrase() {
      return COLOURS.get(colour) + " " + SHAPES.get(shape);
    }
  }

  /** An image: its things from the left. */
  record Picture(int number, List<Thing> things) {
    String key() {
      return "COCO_%012d".formatted(number);
    }
  }

  private final Path directory;
  private final Random random;

  /**
   * A world whose files go to a directory.
   *
   * @param seed of everything drawn
   */
  TinyWorld(Path directory, long seed) {
    this.directory = directory;
    this.random = new Random(seed);
  }

  /** The same world, for the files of one task. */
  TinyWorld in(Path other) throws IOException {
    return new TinyWorld(Files.createDirectories(other), random.nextLong());
  }

  Path directory() {
    return directory;
  }

  List<Picture> pictures(int first, int count) {
    var pictures = new ArrayList<Picture>();
    for (int i = 0; i < count; i++) {
      pictures.add(new Picture(first + i, things()));
    }
    return pictures;
  }

  /** The same, none with the things of another, so that each caption fits one. */
  List<Picture> differentPictures(int first, int count) {
    var pictures = new ArrayList<Picture>();
    var seen = new HashSet<HashSet<Thing>>();
    while (pictures.size() < count) {
      var things = things();
      if (seen.add(new HashSet<>(things))) {
        pictures.add(new Picture(first + pictures.size(), things));
      }
    }
    return pictures;
  }

  private List<Thing> things() {
    var shapes = new ArrayList<>(IntStream.range(0, SHAPES.size()).boxed().toList());
    Collections.shuffle(shapes, random);
    return shapes.subList(0, OBJECTS).stream()
        .map(shape -> new Thing(shape, random.nextInt(COLOURS.size())))
        .toList();
  }

  private Thing any(Picture picture) {
    return picture.things().get(random.nextInt(OBJECTS));
  }

  /** predictions.tsv with keys that end in the image's number. */
  void writeFeatures(List<Picture> pictures) throws IOException {
    writeFeatures(pictures, 0);
  }

  /**
   * The same with further numbers of no meaning.
   *
   * @param more how many, before the geometry
   */
  void writeFeatures(List<Picture> pictures, int more) throws IOException {
    int width = FEATURES + more;
    try (var writer = new TsvWriter(directory.resolve("predictions.tsv"))) {
      for (var picture : pictures) {
        var values = new float[OBJECTS * width];
        var tags = new ArrayList<String>();
        for (int place = 0; place < OBJECTS; place++) {
          var thing = picture.things().get(place);
          int at = place * width;
          values[at + thing.shape()] = 1;
          values[at + SHAPES.size() + thing.colour()] = 1;
          float left = place / 3f;
          var geometry = new float[] {left, 0, left + 1 / 3f, 1 / 3f, 1 / 3f, 1 / 3f};
          System.arraycopy(geometry, 0, values, at + width - geometry.length, geometry.length);
          tags.add(SHAPES.get(thing.shape()));
        }
        writer.write(
            new FeatureRow(picture.key(), FloatMatrix.wrap(OBJECTS, width, values), tags).line());
      }
    }
    try (var sizes = new TsvWriter(directory.resolve("hw.tsv"))) {
      for (var picture : pictures) {
        sizes.write(picture.key() + "\t[{\"height\": %d, \"width\": %d}]".formatted(SIDE, SIDE));
      }
    }
  }

  /** config.json, vocab.txt, id2phrase.json and random weights of the encoders. */
  Path writeCheckpoint() throws IOException {
    return writeCheckpoint(0);
  }

  /**
   * The same with dropout.
   *
   * @param attentionDropout share; that of hidden states is a setting of the training
   */
  Path writeCheckpoint(double attentionDropout) throws IOException {
    var checkpoint = Files.createDirectories(directory.resolve("base"));
    var words = words();
    Files.write(checkpoint.resolve("vocab.txt"), words);
    var phrases = phrases(words.size());
    JSON.writeValue(checkpoint.resolve("id2phrase.json").toFile(), phrases);
    var config = new LinkedHashMap<String, Object>();
    config.put("vocab_size", words.size() + phrases.size());
    config.put("only_word_size", words.size());
    config.put("hidden_size", WIDTH);
    config.put("num_attention_heads", 4);
    config.put("num_hidden_layers", 4);
    config.put("intermediate_size", 2 * WIDTH);
    config.put("max_position_embeddings", 32);
    config.put("type_vocab_size", 2);
    config.put("hidden_act", "gelu");
    config.put("hidden_dropout_prob", 0.0);
    config.put("attention_probs_dropout_prob", attentionDropout);
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

  /** The special pieces stand where BERT has them. */
  private static List<String> words() {
    var words = new ArrayList<String>();
    for (int i = 0; i < 104; i++) {
      words.add("[unused%d]".formatted(i));
    }
    words.set(0, "[PAD]");
    words.set(100, "[UNK]");
    words.set(101, "[CLS]");
    words.set(102, "[SEP]");
    words.set(103, "[MASK]");
    words.addAll(List.of("and", "the", "is", "what", "colour", "?"));
    words.addAll(COLOURS);
    words.addAll(SHAPES);
    return words;
  }

  /** Every shape in every colour. */
  private static Map<String, List<String>> phrases(int first) {
    var phrases = new LinkedHashMap<String, List<String>>();
    for (var shape : SHAPES) {
      for (var colour : COLOURS) {
        phrases.put(Integer.toString(first + phrases.size()), List.of(shape, colour));
      }
    }
    return phrases;
  }

  /** A processed list of captions with their phrases. */
  void writeCaptions(String split, List<Picture> pictures) throws IOException {
    var items = new ArrayList<Map<String, Object>>();
    for (var picture : pictures) {
      var item = new LinkedHashMap<String, Object>();
      item.put("image_id", picture.key());
      var things = new ArrayList<>(picture.things());
      Collections.shuffle(things, random);
      item.put("text", caption(things));
      item.put(
          "phrases",
          things.stream()
              .map(thing -> List.of(SHAPES.get(thing.shape()), COLOURS.get(thing.colour())))
              .toList());
      items.add(item);
    }
    JSON.writeValue(directory.resolve(split + ".json").toFile(), items);
  }

  private static String caption(List<Thing> things) {
    return String.join(" and ", things.stream().map(Thing::phrase).toList());
  }

  /** A processed list of captions without their first colour; gives those colours. */
  List<String> writeGaps(String split, List<Picture> pictures) throws IOException {
    var items = new ArrayList<Map<String, Object>>();
    var answers = new ArrayList<String>();
    for (var picture : pictures) {
      var things = new ArrayList<>(picture.things());
      Collections.shuffle(things, random);
      var colour = COLOURS.get(things.get(0).colour());
      var item = new LinkedHashMap<String, Object>();
      item.put("image_id", picture.key());
      item.put("text", caption(things).replaceFirst(colour, "[MASK]"));
      item.put("phrases", List.of());
      items.add(item);
      answers.add(colour);
    }
    JSON.writeValue(directory.resolve(split + ".json").toFile(), items);
    return answers;
  }

  void writeVqa(String split, List<Picture> pictures, boolean test) throws IOException {
    var labels = new StringBuilder("(dp0\n");
    var names = new StringBuilder("(lp0\n");
    for (int i = 0; i < COLOURS.size(); i++) {
      labels.append("S'%s'\nI%d\ns".formatted(COLOURS.get(i), i));
      names.append("S'%s'\na".formatted(COLOURS.get(i)));
    }
    Files.writeString(directory.resolve("trainval_ans2label.pkl"), labels + ".");
    Files.writeString(directory.resolve("trainval_label2ans.pkl"), names + ".");
    var questions = new ArrayList<Map<String, Object>>();
    var phrases = new ArrayList<List<Object>>();
    for (var picture : pictures) {
      var thing = any(picture);
      var question = new LinkedHashMap<String, Object>();
      question.put("q", "what colour is the %s ?".formatted(SHAPES.get(thing.shape())));
      question.put("img_id", picture.number());
      question.put("q_id", 1000 + picture.number());
      question.put("an", test ? List.of() : List.of(thing.colour()));
      question.put("s", test ? List.of() : List.of(1.0));
      questions.add(question);
      phrases.add(List.of(List.of(), "q"));
    }
    var files = Map.of("train", "train2014", "val", "val2014", "test2015", "test2015").get(split);
    JSON.writeValue(directory.resolve(files + "_qla.json").toFile(), questions);
    JSON.writeValue(directory.resolve(split + "_sg_tuples.json").toFile(), phrases);
  }

  /**
   * "the cube is red": right, wrong (another colour) or unknown (no cube), a third each. Shape and
   * colour are drawn evenly for each of the three, so that the words alone tell nothing.
   */
  void writeEntailment(String split, List<Picture> pictures) throws IOException {
    var lines = new ArrayList<String>();
    var phrases = new ArrayList<List<Object>>();
    for (var picture : pictures) {
      int kind = lines.size() % 3;
      var thing = any(picture);
      int shift = kind == 2 ? 0 : 1 + random.nextInt(COLOURS.size() - 1);
      int colour = (thing.colour() + shift) % COLOURS.size();
      int shape = kind == 1 ? absent(picture) : thing.shape();
      var pair = new LinkedHashMap<String, Object>();
      pair.put("pairID", picture.number() + "#0");
      pair.put("Flickr30K_ID", picture.number());
      pair.put("sentence2", "the %s is %s".formatted(SHAPES.get(shape), COLOURS.get(colour)));
      pair.put("gold_label", KINDS.get(kind));
      lines.add(JSON.writeValueAsString(pair));
      phrases.add(List.of(List.of(), picture.number() + "#0"));
    }
    var name = split.equals("val") ? "dev" : split;
    Files.write(directory.resolve("snli_ve_%s.jsonl".formatted(name)), lines);
    JSON.writeValue(directory.resolve(split + "_sgs.json").toFile(), phrases);
  }

  private int absent(Picture picture) {
    var absent = new ArrayList<>(IntStream.range(0, SHAPES.size()).boxed().toList());
    absent.removeIf(shape -> picture.things().stream().anyMatch(t -> t.shape() == shape));
    return absent.get(random.nextInt(absent.size()));
  }

  void writeExpressions(Map<String, List<Picture>> splits) throws IOException {
    var all = new LinkedHashMap<String, Object>();
    for (var split : splits.entrySet()) {
      var expressions = new ArrayList<Map<String, Object>>();
      for (var picture : split.getValue()) {
        int place = random.nextInt(OBJECTS);
        var expression = new LinkedHashMap<String, Object>();
        expression.put("id", picture.number());
        expression.put("image_id", picture.number());
        expression.put("sentence", "the " + picture.things().get(place).phrase());
        expression.put("bbox", List.of(place * SIDE / 3, 0, SIDE / 3, SIDE / 3));
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
      var things = new ArrayList<>(picture.things());
      Collections.shuffle(things, random);
      captions.put(Integer.toString(picture.number()), List.of(caption(things)));
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
      var thing = any(picture);
      var item = new LinkedHashMap<String, Object>();
      item.put("id", picture.number());
      item.put("text", "the " + SHAPES.get(thing.shape()));
      item.put("image_id", picture.key());
      item.put("phrases", List.of());
      if (labelled) {
        item.put("label", COLOURS.get(thing.colour()));
      }
      items.add(item);
    }
    JSON.writeValue(directory.resolve(split + ".json").toFile(), items);
  }
}
