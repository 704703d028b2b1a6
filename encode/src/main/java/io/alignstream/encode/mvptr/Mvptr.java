package io.alignstream.encode.mvptr;

import io.alignstream.encode.bert.Bert;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Layers;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * MVPTR's network (Li et al. 2022, §3; the reference's {@code BiBertImgModel}): stage 1 encodes
 * texts and images by themselves, stage 2 both together. All methods take the weights below {@code
 * bert}.
 */
public record Mvptr(MvptrConfig config) {
  private static final float SHORTEST_LENGTH = 1e-12f;

  /** Declares {@code bert.*}. */
  public void declare(Parameters.Builder root) {
    var bert = new Bert(config.bert());
    int hidden = config.bert().hiddenSize();
    var at = root.at("bert");
    at.add("txt_proj", hidden, hidden).add("vis_proj", hidden, hidden);
    bert.declareEmbeddings(at.at("embeddings"));
    bert.declareLayers(at.at("vis_encoder"), config.uniModalLayers());
    bert.declareLayers(at.at("txt_encoder"), config.uniModalLayers());
    bert.declareLayers(at.at("mul_encoder"), config.crossModalLayers());
    bert.declarePooler(at.at("pooler"));
    at.linear("img_embedding", config.imgFeatureDim(), hidden);
    if (config.useImgLayernorm()) {
      at.layerNorm("LayerNorm", hidden);
    }
  }

  /** Stage 1 for texts: [B, La, H]. */
  public Encoded encodeText(Weights w, TextInput text, Dropout dropout) {
    var bert = new Bert(config.bert());
    var x = bert.embed(w.at("embeddings"), text.tokenIds(), text.tokenTypeIds(), dropout);
    return new Encoded(last(bert, w.at("txt_encoder"), x, text.mask(), dropout), text.mask());
  }

  /** Stage 1 for images: tag positions first, then regions: [B, Lb + R, H]. */
  public Encoded encodeVisual(Weights w, VisualInput image, Dropout dropout) {
    var bert = new Bert(config.bert());
    var tags = bert.embed(w.at("embeddings"), image.tagIds(), image.tagTypeIds(), dropout);
    var regions = embedRegions(w, image.regionFeatures(), dropout);
    var x = w.tf().concat(List.of(tags, regions), w.tf().constant(1)); // [B, Lb + R, H]
    return new Encoded(last(bert, w.at("vis_encoder"), x, image.mask(), dropout), image.mask());
  }

  private Operand<TFloat32> last(
      Bert bert, Weights w, Operand<TFloat32> x, Operand<TFloat32> mask, Dropout dropout) {
    var outputs = bert.encode(w, x, mask, config.uniModalLayers(), dropout);
    return outputs.isEmpty() ? x : outputs.get(outputs.size() - 1);
  }

  /** Dense, LayerNorm where the model has one, dropout; no position, no segment: [B, R, H]. */
  private Operand<TFloat32> embedRegions(Weights w, Operand<TFloat32> features, Dropout dropout) {
    var tf = w.tf();
    var dense = Layers.linear(w.at("img_embedding"), Layers.rows(tf, features)); // [B·R, H]
    var normalised =
        config.useImgLayernorm()
            ? Layers.layerNorm(w.at("LayerNorm"), dense, config.imgLayerNormEps())
            : dense;
    var kept =
        dropout.apply(tf, w.at("img_embedding").path(), config.bert().hiddenDropout(), normalised);
    var sizes = tf.unstack(tf.shape(features), 3L).output();
    return tf.withName("regions")
        .reshape(
            kept,
            tf.stack(List.of(sizes.get(0), sizes.get(1), tf.constant(config.bert().hiddenSize()))));
  }

  /**
   * What stage 2 sees of an image: its states from a position on. The reference cuts at {@code
   * max_tag_length}, whatever the true length of the tag block, or at 1 with {@code use_b}.
   *
   * @param from []
   */
  public static Encoded cut(Ops tf, Encoded image, Operand<TInt32> from) {
    return new Encoded(cut(tf, image.states(), from, 3), cut(tf, image.mask(), from, 2));
  }

  private static Operand<TFloat32> cut(
      Ops tf, Operand<TFloat32> x, Operand<TInt32> from, int rank) {
    var start = tf.math.minimum(from, Layers.size(tf, x, 1)); // beyond the end nothing is left
    var begin = new ArrayList<Operand<TInt32>>(List.of(tf.constant(0), start));
    if (rank == 3) {
      begin.add(tf.constant(0));
    }
    var all = new int[rank];
    Arrays.fill(all, -1);
    return tf.slice(x, tf.stack(begin), tf.constant(all));
  }

  /**
   * Both stages over a batch of pairs. A joint encoder sees the tags as well, for nothing else has
   * shown it them; they count as text's positions then.
   */
  public Pairs encode(Weights w, PairInputs inputs, Dropout dropout) {
    var tf = w.tf();
    var text = encodeText(w, inputs.text(), dropout);
    var image = encodeVisual(w, inputs.image(), dropout);
    var ids = inputs.text().tokenIds();
    if (config.isJoint()) {
      var tags = Layers.size(tf, inputs.image().tagIds(), 1);
      var regionsFrom = tf.math.add(Layers.size(tf, text.states(), 1), tags);
      var cross = encodeJoint(w, joined(tf, text, image), regionsFrom, ids, dropout);
      return new Pairs(text, image, image, cross);
    }
    var seen = cut(tf, image, inputs.cut());
    return new Pairs(text, image, seen, encodePair(w, text, seen, ids, dropout));
  }

  /** Stage 2: text positions, padding included, then what is given of the image. */
  public CrossModal encodePair(
      Weights w, Encoded text, Encoded image, Operand<TInt32> tokenIds, Dropout dropout) {
    var tf = w.tf();
    var regionsFrom = Layers.size(tf, text.states(), 1);
    return encodeJoint(w, joined(tf, text, image), regionsFrom, tokenIds, dropout);
  }

  private static Encoded joined(Ops tf, Encoded text, Encoded image) {
    return new Encoded(
        tf.concat(List.of(text.states(), image.states()), tf.constant(1)), // [B, La + R, H]
        tf.concat(List.of(text.mask(), image.mask()), tf.constant(1))); // [B, La + R]
  }

  /**
   * Stage 2 over sequences that are joined already. It knows no positions, so that padding may lie
   * anywhere behind the first state.
   *
   * @param joint [B, L, H]
   * @param regionsFrom where the regions begin: []
   * @param tokenIds the texts: [B, La]
   */
  public CrossModal encodeJoint(
      Weights w,
      Encoded joint,
      Operand<TInt32> regionsFrom,
      Operand<TInt32> tokenIds,
      Dropout dropout) {
    var bert = new Bert(config.bert());
    var layers =
        bert.encode(
            w.at("mul_encoder"), joint.states(), joint.mask(), config.crossModalLayers(), dropout);
    var pooled = bert.pool(w.at("pooler"), first(w.tf(), layers.get(layers.size() - 1)));
    return new CrossModal(layers, pooled, joint.mask(), regionsFrom, tokenIds);
  }

  /** Unit-length retrieval vectors of texts: [B, H]. */
  public Operand<TFloat32> embedText(Weights w, Encoded text) {
    return project(w, text, w.get("txt_proj"));
  }

  /** Unit-length retrieval vectors of images: [B, H]. */
  public Operand<TFloat32> embedImage(Weights w, Encoded image) {
    return project(w, image, w.get("vis_proj"));
  }

  /** First states times a bare matrix (not transposed), divided by their length. */
  private static Operand<TFloat32> project(
      Weights w, Encoded encoded, Operand<TFloat32> projection) {
    var tf = w.tf();
    return Layers.unitRows(
        tf, tf.linalg.matMul(first(tf, encoded.states()), projection), SHORTEST_LENGTH);
  }

  /** States of the first position: [B, L, H] to [B, H]. */
  public static Operand<TFloat32> first(Ops tf, Operand<TFloat32> states) {
    var first =
        tf.slice(states, tf.constant(new int[] {0, 0, 0}), tf.constant(new int[] {-1, 1, -1}));
    return Layers.rows(tf, first);
  }
}
