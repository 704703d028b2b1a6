package io.alignstream.encode.mvptr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.encode.batch.LengthBuckets;
import io.alignstream.encode.mvptr.HeadOutput.Rows;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.InitialValues;
import io.alignstream.encode.runtime.ModelException;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.encode.text.TokenSequence;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Properties of a serving model of another shape than the goldens' (hidden 30, 3 heads, 5 features,
 * no image normalisation): whatever else is in the batch, an input's result is its own. Equal up to
 * the rounding of matrix products of other sizes.
 */
class MvptrModelTest {
  private static final float ROUNDING = 2e-5f;
  private static final int FEATURES = 5;
  private static final LengthBuckets TOGETHER = new LengthBuckets(64, 1_000_000);
  private static final LengthBuckets ALONE = new LengthBuckets(1, 0);
  private static final LengthBuckets CHEAPEST = new LengthBuckets(8, 30);
  private static final long SEED = new Random().nextLong();

  private static MvptrConfig config;
  private static MvptrModel together;
  private static MvptrModel alone;
  private static MvptrModel bucketed;

  @BeforeAll
  static void open() throws Exception {
    config =
        MvptrConfig.from(
            new ObjectMapper()
                .readTree(
                    """
                    {"vocab_size": 150, "only_word_size": 120, "hidden_size": 30,
                     "num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 50,
                     "max_position_embeddings": 40, "img_feature_dim": 5}\
                    """));
    together = model(TOGETHER, false);
    alone = model(ALONE, false);
    bucketed = model(CHEAPEST, false);
  }

  @AfterAll
  static void close() {
    List.of(together, alone, bucketed).forEach(MvptrModel::close);
  }

  @Test
  void paddingChangesNothing() {
    var random = random();
    var texts = texts(random, 17);
    var images = images(random, 17);
    var expected = encode(alone, texts, images);

    assertClose(encode(together, texts, images), expected);
    assertClose(encode(bucketed, texts, images), expected);
  }

  @Test
  void batchOrderChangesNothing() {
    var random = random();
    var texts = texts(random, 9);
    var images = images(random, 9);
    var expected = encode(together, texts, images);
    var order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8));
    Collections.shuffle(order, random);

    var shuffled =
        encode(
            together,
            order.stream().map(texts::get).toList(),
            order.stream().map(images::get).toList());
    assertClose(shuffled, order.stream().map(expected::get).toList());
  }

  @Test
  void statesOfAnImageServeManyTexts() {
    var random = random();
    var texts = texts(random, 6);
    var image = images(random, 1).get(0);
    var expected = encode(alone, texts, Collections.nCopies(6, image));

    var states = together.encodeImages(List.of(image)).get(0);
    var pairs =
        together.encodeTexts(texts).stream().map(text -> new PairStates(text, states)).toList();
    assertClose(together.encodePairs(pairs), expected);
  }

  @Test
  void tagsAreSeenWhereTheModelWantsThem() {
    var random = random();
    var text = texts(random, 1);
    var image = List.of(new ImageInput(tokens(random, 6, 1), features(random, 4)));
    try (var model = model(TOGETHER, true)) {
      var sequence = encode(model, text, image).get(0).get("sequence");

      assertThat(sequence.rows()).isEqualTo(text.get(0).length() + 5 + 4); // all but their [CLS]
    }
  }

  @Test
  void emptyTextsAndImagesWithoutRegionsHaveResults() {
    var bare = sequence(0, 101, 102);
    var nothing = new ImageInput(sequence(1, 101, 102), FloatMatrix.empty(FEATURES));
    var outputs = encode(together, List.of(bare), List.of(nothing)).get(0);

    assertThat(outputs.get("sequence").rows()).isEqualTo(2);
    assertThat(outputs.get("regions").columns()).isZero();
    assertThat(outputs.get("masks").rows()).isZero();
    outputs.values().forEach(MvptrModelTest::assertFinite);
    assertThat(together.encodeTexts(List.of())).isEmpty();
    assertThat(together.encodePairs(List.of())).isEmpty();
  }

  @Test
  void refusesWhatDoesNotFit() {
    var random = random();
    assertThatThrownBy(() -> together.encodeTexts(List.of(tokens(random, 41, 0))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the model has 40 positions");
    assertThatThrownBy(() -> together.encodeTexts(List.of(sequence(0, 101, 150))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("150");
    var many = new ImageInput(tokens(random, 3, 1), features(random, 20_000));
    assertThatThrownBy(() -> together.encodeImages(List.of(many)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("fewer regions or a smaller batch");
    var wide = new ImageInput(tokens(random, 3, 1), FloatMatrix.row(1, 2, 3, 4, 5, 6));
    assertThatThrownBy(() -> together.encodeImages(List.of(wide)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("6 features");
  }

  @Test
  void nothingNativeIsLeftBehind() {
    var random = random();
    var texts = texts(random, 3);
    var images = images(random, 3);
    for (int i = 0; i < 50; i++) {
      encode(bucketed, texts, images);
    }
    long before = Pointer.totalCount(); // native objects that await their deallocation
    for (int i = 0; i < 1000; i++) {
      encode(bucketed, texts, images);
    }
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  private static MvptrModel model(LengthBuckets buckets, boolean useTags) {
    var parameters = new Parameters.Builder();
    new Mvptr(config).declare(parameters);
    var values =
        ParameterValues.initial(
            parameters.build(), InitialValues.normal(3, 0.3f, List.of("LayerNorm")));
    return MvptrModel.open(
        config, values, MvptrModelTest::outputs, useTags, DeviceSettings.cpu(), buckets);
  }

  /** One output of every kind. */
  private static Map<String, HeadOutput> outputs(Weights w, CrossModal cross) {
    var tf = w.tf();
    var sums = tf.sum(cross.sequence(), tf.constant(2)); // [B, L]
    var isMask = tf.math.equal(cross.tokenIds(), tf.constant(MvptrModel.MASK_ID));
    return Map.of(
        "pooled", new HeadOutput(Rows.PAIR, cross.pooled()),
        "sequence", new HeadOutput(Rows.POSITION, cross.sequence()),
        "regions", new HeadOutput(Rows.REGION, sums),
        "masks", new HeadOutput(Rows.MASK, tf.gatherNd(cross.sequence(), tf.where(isMask))));
  }

  private static List<Map<String, FloatMatrix>> encode(
      MvptrModel model, List<TokenSequence> texts, List<ImageInput> images) {
    var encodedTexts = model.encodeTexts(texts);
    var encodedImages = model.encodeImages(images);
    var pairs = new ArrayList<PairStates>();
    for (int i = 0; i < texts.size(); i++) {
      assertThat(encodedTexts.get(i).states().rows()).isEqualTo(texts.get(i).length());
      assertThat(length(encodedTexts.get(i).embedding())).isCloseTo(1, within(1e-5));
      assertThat(length(encodedImages.get(i).embedding())).isCloseTo(1, within(1e-5));
      pairs.add(new PairStates(encodedTexts.get(i), encodedImages.get(i)));
    }
    return model.encodePairs(pairs);
  }

  private static Random random() {
    System.out.println("seed " + SEED);
    return new Random(SEED);
  }

  private static List<TokenSequence> texts(Random random, int count) {
    var texts = new ArrayList<TokenSequence>();
    for (int i = 0; i < count; i++) {
      texts.add(tokens(random, 2 + random.nextInt(20), 0));
    }
    return texts;
  }

  private static List<ImageInput> images(Random random, int count) {
    var images = new ArrayList<ImageInput>();
    for (int i = 0; i < count; i++) {
      images.add(
          new ImageInput(
              tokens(random, 2 + random.nextInt(8), 1), features(random, random.nextInt(12))));
    }
    return images;
  }

  private static TokenSequence tokens(Random random, int length, int type) {
    var ids = new ArrayList<Integer>();
    for (int i = 0; i < length; i++) {
      ids.add(random.nextInt(5) == 0 ? MvptrModel.MASK_ID : random.nextInt(150));
    }
    return new TokenSequence(ids, Collections.nCopies(length, type), length, length);
  }

  private static FloatMatrix features(Random random, int regions) {
    var values = new float[regions * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return FloatMatrix.wrap(regions, FEATURES, values);
  }

  private static TokenSequence sequence(int type, Integer... ids) {
    return new TokenSequence(
        List.of(ids), Collections.nCopies(ids.length, type), ids.length, ids.length);
  }

  private static double length(FloatMatrix row) {
    double squares = 0;
    for (int i = 0; i < row.columns(); i++) {
      squares += row.get(0, i) * row.get(0, i);
    }
    return Math.sqrt(squares);
  }

  private static void assertFinite(FloatMatrix matrix) {
    var values = matrix.buffer();
    while (values.hasRemaining()) {
      assertThat(values.get()).isFinite();
    }
  }

  private static void assertClose(
      List<Map<String, FloatMatrix>> actual, List<Map<String, FloatMatrix>> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).keySet()).isEqualTo(expected.get(i).keySet());
      for (var name : expected.get(i).keySet()) {
        var values = actual.get(i).get(name);
        var wanted = expected.get(i).get(name);
        assertThat(values.rows()).as("%s of %d", name, i).isEqualTo(wanted.rows());
        assertThat(values.columns()).as("%s of %d", name, i).isEqualTo(wanted.columns());
        // a sum over all states adds up their differences
        float tolerance = name.equals("regions") ? 30 * ROUNDING : ROUNDING;
        for (int r = 0; r < values.rows(); r++) {
          for (int c = 0; c < values.columns(); c++) {
            assertThat(values.get(r, c))
                .as("%s of %d", name, i)
                .isCloseTo(wanted.get(r, c), within(tolerance));
          }
        }
      }
    }
  }
}
