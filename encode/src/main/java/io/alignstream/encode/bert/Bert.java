package io.alignstream.encode.bert;

import static io.alignstream.encode.runtime.Layers.add;
import static io.alignstream.encode.runtime.Layers.batchMatMul;
import static io.alignstream.encode.runtime.Layers.layerNorm;
import static io.alignstream.encode.runtime.Layers.linear;
import static io.alignstream.encode.runtime.Layers.stackedLinear;

import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Layers;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** BERT's layers (Devlin et al. 2019, §3; the reference's {@code modeling_bert.py}). */
public record Bert(BertConfig config) {

  /** Declares word, position and segment embeddings at this place. */
  public void declareEmbeddings(Parameters.Builder at) {
    int hidden = config.hiddenSize();
    at.add("word_embeddings.weight", config.vocabSize(), hidden)
        .add("position_embeddings.weight", config.maxPositionEmbeddings(), hidden)
        .add("token_type_embeddings.weight", config.typeVocabSize(), hidden)
        .layerNorm("LayerNorm", hidden);
  }

  /** Declares a stack of layers at this place. */
  public void declareLayers(Parameters.Builder at, int layers) {
    int hidden = config.hiddenSize();
    for (int i = 0; i < layers; i++) {
      at.at("layer." + i)
          .linear("attention.self.query", hidden, hidden)
          .linear("attention.self.key", hidden, hidden)
          .linear("attention.self.value", hidden, hidden)
          .linear("attention.output.dense", hidden, hidden)
          .layerNorm("attention.output.LayerNorm", hidden)
          .linear("intermediate.dense", hidden, config.intermediateSize())
          .linear("output.dense", config.intermediateSize(), hidden)
          .layerNorm("output.LayerNorm", hidden);
    }
  }

  /** Declares the pooler at this place. */
  public void declarePooler(Parameters.Builder at) {
    at.linear("dense", config.hiddenSize(), config.hiddenSize());
  }

  /** Declares a prediction head for that many classes at this place. */
  public void declarePredictions(Parameters.Builder at, int classes) {
    int hidden = config.hiddenSize();
    at.linear("transform.dense", hidden, hidden)
        .layerNorm("transform.LayerNorm", hidden)
        .add("decoder.weight", classes, hidden)
        .add("bias", classes);
  }

  /**
   * Word + position + segment, normalised.
   *
   * @param tokenIds [B, L]
   * @param tokenTypeIds [B, L]
   * @return [B, L, H]
   */
  public Operand<TFloat32> embed(
      Weights w, Operand<TInt32> tokenIds, Operand<TInt32> tokenTypeIds, Dropout dropout) {
    var tf = w.tf();
    var words = Layers.lookup(tf, w.at("word_embeddings").get("weight"), tokenIds); // [B, L, H]
    var segments = Layers.lookup(tf, w.at("token_type_embeddings").get("weight"), tokenTypeIds);
    var length = tf.reshape(Layers.size(tf, tokenIds, 1), tf.constant(new int[] {1})); // [1]
    var positions = // [L, H], the same for every row of the batch
        tf.slice(
            w.at("position_embeddings").get("weight"),
            tf.constant(new int[] {0, 0}),
            tf.concat(
                List.of(length, tf.constant(new int[] {config.hiddenSize()})), tf.constant(0)));
    var sum = add(tf, add(tf, words, positions), segments);
    var normalised = layerNorm(w.at("LayerNorm"), Layers.rows(tf, sum), config.layerNormEps());
    var kept = dropout.apply(tf, w.path(), config.hiddenDropout(), normalised); // [B·L, H]
    return tf.withName("states").reshape(kept, tf.shape(words));
  }

  /**
   * A stack of layers.
   *
   * @param x [B, L, H]
   * @param mask 1 keep, 0 pad: [B, L]
   * @return the output of every layer, the last one last: [B, L, H] each
   */
  public List<Operand<TFloat32>> encode(
      Weights w, Operand<TFloat32> x, Operand<TFloat32> mask, int layers, Dropout dropout) {
    var tf = w.tf();
    var shape = tf.shape(x);
    var sizes = tf.unstack(shape, 3L).output(); // B, L, H
    var heads = // [B, L, 3, N, D]
        tf.stack(
            List.of(
                sizes.get(0),
                sizes.get(1),
                tf.constant(3),
                tf.constant(config.numAttentionHeads()),
                tf.constant(config.headSize())));
    var additive = additiveMask(tf, mask);
    var rows = Layers.rows(tf, x); // [B·L, H]: the layers work on rows
    var outputs = new ArrayList<Operand<TFloat32>>(layers);
    for (int i = 0; i < layers; i++) {
      rows = layer(w.at("layer", i), rows, new Attention(heads, additive), dropout);
      outputs.add(tf.reshape(rows, shape));
    }
    return outputs;
  }

  /**
   * What all layers of a stack share.
   *
   * @param heads shape that splits projected rows: [B, L, 3, N, D]
   * @param mask additive: [B, 1, 1, L]
   */
  private record Attention(Operand<TInt32> heads, Operand<TFloat32> mask) {}

  /** LayerNorm after each residual sum ("post-norm"). Rows [B·L, H] in and out. */
  private Operand<TFloat32> layer(
      Weights w, Operand<TFloat32> x, Attention attention, Dropout dropout) {
    var context = selfAttention(w.at("attention.self"), x, attention, dropout);
    var attended = addNorm(w.at("attention.output"), context, x, dropout);
    var widened =
        config
            .hiddenAct()
            .apply(
                w.at("intermediate").tf(),
                linear(w.at("intermediate.dense"), attended)); // [B·L, I]
    return addNorm(w.at("output"), widened, attended, dropout);
  }

  /** Multi-head self-attention (Vaswani et al. 2017, eq. 1). Rows [B·L, H] in and out. */
  private Operand<TFloat32> selfAttention(
      Weights w, Operand<TFloat32> x, Attention attention, Dropout dropout) {
    var tf = w.tf();
    var projected = stackedLinear(w, List.of("query", "key", "value"), x); // [B·L, 3H]
    var split = // [3, B, N, L, D]
        tf.linalg.transpose(
            tf.reshape(projected, attention.heads()), tf.constant(new int[] {2, 0, 3, 1, 4}));
    var parts = tf.unstack(split, 3L).output();

    var scale = tf.constant((float) (1 / Math.sqrt(config.headSize())));
    var scores = tf.math.mul(batchMatMul(tf, parts.get(0), parts.get(1), true), scale);
    var probabilities = Layers.softmax(tf, add(tf, scores, attention.mask())); // [B, N, L, L]
    var kept = dropout.apply(tf, w.path(), config.attentionDropout(), probabilities);
    var context = batchMatMul(tf, kept, parts.get(2), false); // [B, N, L, D]
    var merged = tf.linalg.transpose(context, tf.constant(new int[] {0, 2, 1, 3}));
    return tf.withName("context").reshape(merged, tf.shape(x));
  }

  /** LayerNorm(residual + dense(x)). */
  private Operand<TFloat32> addNorm(
      Weights w, Operand<TFloat32> x, Operand<TFloat32> residual, Dropout dropout) {
    var tf = w.tf();
    var dense = dropout.apply(tf, w.path(), config.hiddenDropout(), linear(w.at("dense"), x));
    return layerNorm(w.at("LayerNorm"), add(tf, dense, residual), config.layerNormEps());
  }

  /** 0 for keys to attend to, -10000 for padding: [B, L] to [B, 1, 1, L]. */
  private static Operand<TFloat32> additiveMask(Ops tf, Operand<TFloat32> mask) {
    var padding = tf.math.sub(tf.constant(1f), mask);
    var additive = tf.math.mul(padding, tf.constant(-10000f));
    return tf.expandDims(tf.expandDims(additive, tf.constant(1)), tf.constant(1));
  }

  /**
   * Dense and tanh.
   *
   * @param first states of the first position: [B, H]
   */
  public Operand<TFloat32> pool(Weights w, Operand<TFloat32> first) {
    return w.tf().math.tanh(linear(w.at("dense"), first));
  }

  /**
   * The prediction head of masked-language modelling, and of MVPTR's VQA: dense, activation,
   * LayerNorm, decoder, bias.
   *
   * @param states [rows, H]
   * @return [rows, C]
   */
  public Operand<TFloat32> predict(Weights w, Operand<TFloat32> states) {
    var transform = w.at("transform");
    var dense = config.hiddenAct().apply(transform.tf(), linear(transform.at("dense"), states));
    var normalised = layerNorm(transform.at("LayerNorm"), dense, config.layerNormEps());
    return w.tf().nn.biasAdd(linear(w.at("decoder"), normalised), w.get("bias"));
  }
}
