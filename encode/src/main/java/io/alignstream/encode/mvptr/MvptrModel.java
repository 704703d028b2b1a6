package io.alignstream.encode.mvptr;

import static io.alignstream.encode.mvptr.MvptrFunctions.EMBEDDING;
import static io.alignstream.encode.mvptr.MvptrFunctions.STATES;
import static io.alignstream.encode.mvptr.Padding.ids;
import static io.alignstream.encode.mvptr.Padding.longest;
import static io.alignstream.encode.mvptr.Padding.mask;
import static io.alignstream.encode.mvptr.Padding.numbers;
import static io.alignstream.encode.mvptr.Padding.part;
import static io.alignstream.encode.mvptr.Padding.putRows;
import static io.alignstream.encode.mvptr.Padding.visualMask;
import static io.alignstream.encode.mvptr.Padding.visualPart;

import io.alignstream.encode.batch.LengthBuckets;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.FrozenWeights;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.ModelException;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Precision;
import io.alignstream.encode.runtime.Results;
import io.alignstream.encode.text.TokenSequence;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * A loaded MVPTR with one task's head: stage 1 for texts, stage 1 for images, and stage 2, each by
 * itself and over inputs of any lengths. Batches are divided by length; results come in the order
 * of the inputs and carry no padding. Thread-safe; owns its graph and session.
 */
public final class MvptrModel implements AutoCloseable {
  /** {@code [MASK]}, fixed in the reference. */
  public static final int MASK_ID = 103;

  /** Up to this size parameters are constants of the graph: biases and gains only. */
  private static final long SMALL = 1 << 20;

  /** In bfloat16 the layers' matrices too, which are then converted once and not at each call. */
  private static final long MATRICES = 32 << 20;

  private final MvptrConfig config;
  private final LengthBuckets buckets;
  private final boolean useTags;
  private final GraphSession session;
  private final Map<String, HeadOutput.Rows> rows;
  private final Lengths least;

  /** Lengths of a text, a tag block and regions. */
  public record Lengths(int text, int tags, int regions) {}

  private MvptrModel(
      MvptrConfig config,
      LengthBuckets buckets,
      boolean useTags,
      GraphSession session,
      Map<String, HeadOutput.Rows> rows,
      Lengths least) {
    this.config = config;
    this.buckets = buckets;
    this.useTags = useTags;
    this.session = session;
    this.rows = rows;
    this.least = least;
  }

  /**
   * Builds the graph and copies the weights into it.
   *
   * @param head what stage 2 gives
   * @param useTags whether stage 2 sees an image's tags ({@code use_b})
   */
  public static MvptrModel open(
      MvptrConfig config,
      ParameterValues values,
      PairHead head,
      boolean useTags,
      DeviceSettings device,
      LengthBuckets buckets) {
    if (config.isJoint()) {
      throw new ModelException(
          "config.json: uni_modal_layers is 0: a joint encoder can be trained and measured, but is"
              + " not served");
    }
    Map<String, HeadOutput.Rows> rows = new HashMap<>();
    boolean reduced = device.effectivePrecision() == Precision.BFLOAT16;
    var weights = new FrozenWeights(values, reduced ? MATRICES : SMALL);
    var session =
        GraphSession.build(
            device,
            tf -> {
              var w = weights.bind(tf);
              var network = new Mvptr(config);
              return List.of(
                  MvptrFunctions.text(tf, w, network),
                  MvptrFunctions.visual(tf, w, network),
                  MvptrFunctions.cross(tf, w, network, head, rows));
            });
    weights.initialize(session);
    return new MvptrModel(
        config, buckets, useTags, session, Map.copyOf(rows), new Lengths(0, 0, 0));
  }

  /**
   * The same model with batches of one shape, as the reference has them: nothing is shorter than
   * {@code lengths}. It shares the session, which closing either of them closes.
   */
  public MvptrModel padded(Lengths lengths, int maxBatch) {
    var oneShape = new LengthBuckets(maxBatch, Integer.MAX_VALUE / 2);
    return new MvptrModel(config, oneShape, useTags, session, rows, lengths);
  }

  /** Hyperparameters. */
  public MvptrConfig config() {
    return config;
  }

  /** Time that all calls so far spent inside TensorFlow, in nanoseconds. */
  public long nanosInside() {
    return session.nanosInside();
  }

  /** Stage 1 for texts. */
  public List<TextStates> encodeTexts(List<TokenSequence> texts) {
    return divided(
        texts,
        TokenSequence::length,
        batch -> {
          int length = Math.max(least.text(), longest(batch, TokenSequence::length));
          new BatchShape(batch.size(), length, 1, 0).check(config);
          var feeds =
              Map.of(
                  "ids", ids(batch, length, TokenSequence::ids),
                  "types", ids(batch, length, TokenSequence::typeIds),
                  "mask", mask(batch, length, TokenSequence::length));
          return session.run(
              "text",
              feeds,
              results -> {
                var encoded = new ArrayList<TextStates>(batch.size());
                for (int b = 0; b < batch.size(); b++) {
                  var tokens = batch.get(b);
                  encoded.add(
                      new TextStates(
                          tokens,
                          part(results, STATES, b, length, tokens.length()),
                          part(results, EMBEDDING, b, 1, 1)));
                }
                return encoded;
              });
        });
  }

  /** Stage 1 for images. */
  public List<ImageStates> encodeImages(List<ImageInput> images) {
    return divided(images, ImageInput::length, this::encodeImageBatch);
  }

  private List<ImageStates> encodeImageBatch(List<ImageInput> batch) {
    var tags = batch.stream().map(ImageInput::tags).toList();
    int tagLength = Math.max(least.tags(), longest(tags, TokenSequence::length));
    int regions = Math.max(least.regions(), longest(batch, image -> image.regionFeatures().rows()));
    new BatchShape(batch.size(), 1, tagLength, regions).check(config);
    int features = featureSize(batch);
    var feeds =
        Map.of(
            "ids", ids(tags, tagLength, TokenSequence::ids),
            "types", ids(tags, tagLength, TokenSequence::typeIds),
            "mask", visualMask(batch, tagLength, regions),
            "features",
                Feed.floats(
                    List.of((long) batch.size(), (long) regions, (long) features),
                    to -> {
                      for (var image : batch) {
                        putRows(to, image.regionFeatures(), 0, regions, features);
                      }
                    }));
    int length = tagLength + regions;
    return session.run(
        "visual",
        feeds,
        results -> {
          var encoded = new ArrayList<ImageStates>(batch.size());
          for (int b = 0; b < batch.size(); b++) {
            var image = batch.get(b);
            encoded.add(
                new ImageStates(
                    image.tags().length(),
                    visualPart(results, b, length, tagLength, image),
                    part(results, EMBEDDING, b, 1, 1)));
          }
          return encoded;
        });
  }

  private int featureSize(List<ImageInput> batch) {
    for (var image : batch) {
      if (image.regionFeatures().columns() != config.imgFeatureDim()) {
        throw new ModelException(
            "regions have %d features; the model takes %d"
                .formatted(image.regionFeatures().columns(), config.imgFeatureDim()));
      }
    }
    return config.imgFeatureDim();
  }

  /** Stage 2: the head's outputs, pair by pair. */
  public List<Map<String, FloatMatrix>> encodePairs(List<PairStates> pairs) {
    return divided(pairs, this::jointLength, this::encodePairBatch);
  }

  private List<Map<String, FloatMatrix>> encodePairBatch(List<PairStates> batch) {
    int length = Math.max(least.text() + least.regions(), longest(batch, this::jointLength));
    var texts = batch.stream().map(pair -> pair.text().tokens()).toList();
    int textLength = longest(texts, TokenSequence::length);
    new BatchShape(batch.size(), 1, 1, length).check(config);
    int hidden = config.bert().hiddenSize();
    var feeds =
        Map.of(
            "ids",
            ids(texts, textLength, TokenSequence::ids),
            "mask",
            mask(batch, length, this::jointLength),
            STATES,
            Feed.floats(
                List.of((long) batch.size(), (long) length, (long) hidden),
                to -> {
                  for (var pair : batch) {
                    to.put(pair.text().states().buffer());
                    var image = pair.image();
                    int left = length - pair.text().states().rows();
                    putRows(to, image.states(), image.seenFrom(useTags), left, hidden);
                  }
                }));
    return session.run("cross", feeds, results -> split(results, batch, length));
  }

  private List<Map<String, FloatMatrix>> split(
      Results results, List<PairStates> batch, int length) {
    var pairs = new ArrayList<Map<String, FloatMatrix>>(batch.size());
    int masks = 0;
    for (int b = 0; b < batch.size(); b++) {
      var tokens = batch.get(b).text().tokens();
      int text = tokens.length();
      int joint = jointLength(batch.get(b));
      int own = Collections.frequency(tokens.ids(), MASK_ID);
      Map<String, FloatMatrix> outputs = new LinkedHashMap<>();
      for (var output : rows.entrySet()) {
        var name = output.getKey();
        outputs.put(
            name,
            switch (output.getValue()) {
              case PAIR -> part(results, name, b, 1, 1);
              case POSITION -> part(results, name, b, length, joint);
              case REGION -> numbers(results, name, b * length + text, joint - text);
              case MASK -> part(results, name, masks, 1, own);
            });
      }
      masks += own;
      pairs.add(outputs);
    }
    return pairs;
  }

  private int jointLength(PairStates pair) {
    var image = pair.image();
    return pair.text().states().rows() + image.states().rows() - image.seenFrom(useTags);
  }

  private <A, B> List<B> divided(
      List<A> inputs, ToIntFunction<A> length, Function<List<A>, List<B>> run) {
    var byIndex = new HashMap<Integer, B>();
    for (var bucket : buckets.divide(inputs.stream().map(length::applyAsInt).toList())) {
      var outputs = run.apply(bucket.stream().map(inputs::get).toList());
      for (int i = 0; i < outputs.size(); i++) {
        byIndex.put(bucket.get(i), outputs.get(i));
      }
    }
    var inOrder = new ArrayList<B>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      inOrder.add(Objects.requireNonNull(byIndex.get(i)));
    }
    return inOrder;
  }

  @Override
  public void close() {
    session.close();
  }
}
