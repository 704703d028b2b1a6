package io.alignstream.encode.mvptr;

import static io.alignstream.encode.bert.BertConfig.number;
import static io.alignstream.encode.bert.BertConfig.whole;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.encode.bert.BertConfig;
import io.alignstream.encode.runtime.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * MVPTR's hyperparameters: what the reference's models read of {@code config.json}.
 *
 * @param uniModalLayers layers of the text and of the visual encoder ({@code uni_modal_layers}, a
 *     field of ours; half of {@code num_hidden_layers}, if it is missing); 0 is a joint encoder,
 *     which sees words, tags and regions together from the first layer on
 * @param crossModalLayers of the cross-modal encoder ({@code cross_modal_layers}), likewise
 * @param imgFeatureDim F
 * @param useImgLayernorm whether region embeddings are normalised; the reference's default is not
 * @param imgLayerNormEps for that normalisation
 * @param onlyWordSize ids below it are words, the rest phrases; 0 where the file does not say
 * @param numLabels classes of the classifier, or answers of VQA
 * @param classifier form of the classifier
 * @param clsHiddenScale inner size of an {@code mlp} classifier, in H
 * @param qaAnswerSize answers of the pre-training's question head; 0 for none
 * @param numContrastClasses classes of {@code cls.seq_relationship}
 * @param lossType what the classes were trained by ({@code loss_type}: {@code bce}, {@code ce}, …);
 *     empty where the file does not say
 */
public record MvptrConfig(
    BertConfig bert,
    int uniModalLayers,
    int crossModalLayers,
    int imgFeatureDim,
    boolean useImgLayernorm,
    float imgLayerNormEps,
    int onlyWordSize,
    int numLabels,
    Classifier classifier,
    int clsHiddenScale,
    int qaAnswerSize,
    int numContrastClasses,
    String lossType) {

  /** Forms of a classifier. */
  public enum Classifier {
    LINEAR,
    MLP
  }

  /** Refuses sizes that make no network. */
  public MvptrConfig {
    if (imgFeatureDim < 1) {
      throw new ModelException(
          "config.json: img_feature_dim is %d; a model without regions is not MVPTR"
              .formatted(imgFeatureDim));
    }
    if (uniModalLayers < 0 || crossModalLayers < 1) {
      throw new ModelException(
          ("config.json: uni_modal_layers %d, cross_modal_layers %d; each is half of"
                  + " num_hidden_layers (%d) where it is missing")
              .formatted(uniModalLayers, crossModalLayers, bert.numHiddenLayers()));
    }
    if (onlyWordSize < 0 || onlyWordSize > bert.vocabSize() || numLabels < 1) {
      throw new ModelException(
          "config.json: only_word_size %d, vocab_size %d, num_labels %d"
              .formatted(onlyWordSize, bert.vocabSize(), numLabels));
    }
  }

  /**
   * Reads {@code config.json} of a checkpoint's directory.
   *
   * @throws ModelException if it is missing or not MVPTR's
   */
  public static MvptrConfig read(Path directory) {
    var file = directory.resolve("config.json");
    try {
      return from(new ObjectMapper().readTree(Files.readAllBytes(file)));
    } catch (JsonProcessingException e) {
      throw new ModelException(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads the parsed {@code config.json}. */
  public static MvptrConfig from(JsonNode json) {
    var featureType = json.path("img_feature_type").asText("");
    if (featureType.startsWith("dis_code")) {
      throw new ModelException(
          "config.json: img_feature_type %s is not supported: regions come as numbers"
              .formatted(featureType));
    }
    var bert = BertConfig.from(json);
    return new MvptrConfig(
        bert,
        whole(json, "uni_modal_layers", bert.numHiddenLayers() / 2),
        whole(json, "cross_modal_layers", bert.numHiddenLayers() / 2),
        whole(json, "img_feature_dim", 0),
        isTrue(json.path("use_img_layernorm")),
        number(json, "img_layer_norm_eps", 1e-12),
        whole(json, "only_word_size", 0),
        whole(json, "num_labels", 2),
        classifier(json.path("classifier").asText("linear")),
        whole(json, "cls_hidden_scale", 2),
        whole(json, "qa_answer_size", 0),
        whole(json, "num_contrast_classes", 2),
        json.path("loss_type").asText(""));
  }

  /** Whether the classes exclude each other, so that a softmax makes probabilities of them. */
  public boolean hasExclusiveClasses() {
    return lossType.equals("ce") || lossType.equals("xe");
  }

  /** Whether nothing is encoded by itself before stage 2. */
  public boolean isJoint() {
    return uniModalLayers == 0;
  }

  /** As Python takes a value of JSON for a condition. */
  private static boolean isTrue(JsonNode node) {
    return node.isTextual() ? !node.asText().isEmpty() : node.asBoolean(false);
  }

  private static Classifier classifier(String name) {
    return switch (name) {
      case "linear" -> Classifier.LINEAR;
      case "mlp" -> Classifier.MLP;
      default ->
          throw new ModelException(
              "config.json: classifier is %s, not linear or mlp".formatted(name));
    };
  }
}
