package io.alignstream.encode.bert;

import com.fasterxml.jackson.databind.JsonNode;
import io.alignstream.encode.runtime.ModelException;

/**
 * BERT's hyperparameters under the names of {@code config.json}; what the file leaves out has the
 * defaults of the reference's {@code BertConfig}.
 *
 * @param vocabSize V, phrases included
 * @param hiddenSize H
 * @param numHiddenLayers layers in all; MVPTR gives half of them to each encoder
 * @param numAttentionHeads N
 * @param intermediateSize I
 * @param maxPositionEmbeddings longest sequence of tokens
 * @param typeVocabSize number of segments
 * @param layerNormEps added to the variance
 * @param initializerRange standard deviation of new weights
 */
public record BertConfig(
    int vocabSize,
    int hiddenSize,
    int numHiddenLayers,
    int numAttentionHeads,
    int intermediateSize,
    Activation hiddenAct,
    float hiddenDropout,
    float attentionDropout,
    int maxPositionEmbeddings,
    int typeVocabSize,
    float layerNormEps,
    float initializerRange) {

  /** Refuses sizes that make no network. */
  public BertConfig {
    positive("vocab_size", vocabSize);
    positive("hidden_size", hiddenSize);
    positive("num_hidden_layers", numHiddenLayers);
    positive("num_attention_heads", numAttentionHeads);
    positive("intermediate_size", intermediateSize);
    positive("max_position_embeddings", maxPositionEmbeddings);
    positive("type_vocab_size", typeVocabSize);
    if (hiddenSize % numAttentionHeads != 0) {
      throw new ModelException(
          "config.json: hidden_size %d is not a multiple of num_attention_heads %d"
              .formatted(hiddenSize, numAttentionHeads));
    }
  }

  /** Reads the parsed {@code config.json}. */
  public static BertConfig from(JsonNode json) {
    return new BertConfig(
        whole(json, "vocab_size", 0),
        whole(json, "hidden_size", 768),
        whole(json, "num_hidden_layers", 12),
        whole(json, "num_attention_heads", 12),
        whole(json, "intermediate_size", 3072),
        Activation.of(json.path("hidden_act").asText("gelu")),
        number(json, "hidden_dropout_prob", 0.1),
        number(json, "attention_probs_dropout_prob", 0.1),
        whole(json, "max_position_embeddings", 512),
        whole(json, "type_vocab_size", 2),
        number(json, "layer_norm_eps", 1e-12),
        number(json, "initializer_range", 0.02));
  }

  /** D. */
  public int headSize() {
    return hiddenSize / numAttentionHeads;
  }

  /** A whole number of {@code config.json}, or the default where it is missing. */
  public static int whole(JsonNode json, String key, int missing) {
    var node = json.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return missing;
    }
    if (!node.canConvertToInt() || !node.isNumber()) {
      throw new ModelException("config.json: %s is %s, not a whole number".formatted(key, node));
    }
    return node.intValue();
  }

  /** A number of {@code config.json}, or the default where it is missing. */
  public static float number(JsonNode json, String key, double missing) {
    var node = json.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return (float) missing;
    }
    if (!node.isNumber()) {
      throw new ModelException("config.json: %s is %s, not a number".formatted(key, node));
    }
    return node.floatValue();
  }

  private static void positive(String key, int value) {
    if (value < 1) {
      throw new ModelException("config.json: %s is %d".formatted(key, value));
    }
  }
}
