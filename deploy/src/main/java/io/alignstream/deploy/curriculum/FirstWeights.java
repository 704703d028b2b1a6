package io.alignstream.deploy.curriculum;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.encode.checkpoint.ElementType;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.runtime.InitialValues;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.text.Vocabulary;
import io.alignstream.heads.task.PreTrainingTask;
import io.alignstream.parse.phrases.PhraseVocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * To answer: a checkpoint of a small MVPTR that has not learned anything yet, where the expressions
 * begin.
 *
 * @param words a {@link WordsLesson}'s word pieces and phrases
 * @param features F of the detector, box included
 * @param seed of the weights
 * @param isJoint whether all layers are cross-modal ones, as many as a text or an image passes in
 *     two stages
 */
public record FirstWeights(WordsLesson words, int features, long seed, boolean isJoint) {
  private static final int HIDDEN = 96;
  private static final int LAYERS = 6; // three of each encoder: bind, compare, read
  private static final int HEADS = 4;
  private static final int INNER = 2 * HIDDEN;
  private static final int POSITIONS = 64;
  private static final float DEVIATION = 0.06f; // 0.02, BERT's, is for eight times the width

  /** Where things lie would be six small numbers among many: their weights begin larger. */
  private static final float BOX_GAIN = 5;

  private static final int BOX_COLUMNS = 6;
  private static final String REGIONS = "bert.img_embedding.weight";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Writes it, if it is not there yet. */
  public void write(Path directory) {
    var weights = directory.resolve("model.safetensors");
    if (Files.exists(weights)) {
      return;
    }
    try {
      Files.createDirectories(directory);
      for (var file : List.of(words.words(), words.phrases())) {
        Files.copy(
            file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.write(
          directory.resolve("config.json"),
          JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(config()));
      var parameters = parameters(MvptrConfig.read(directory));
      var values = ParameterValues.initial(parameters, this::initial);
      var writer = new SafetensorsWriter();
      for (var name : parameters.names()) {
        writer.floats(name, ElementType.F32, parameters.shape(name), () -> values.floats(name));
      }
      writer.write(weights);
    } catch (IOException e) {
      throw new UncheckedIOException("%s: %s".formatted(directory, e.getMessage()), e);
    }
  }

  private Map<String, Object> config() throws IOException {
    int pieces = Vocabulary.read(words.words()).size();
    var config = new LinkedHashMap<String, Object>();
    config.put("vocab_size", pieces + PhraseVocabulary.read(words.phrases()).size());
    config.put("only_word_size", pieces);
    config.put("hidden_size", HIDDEN);
    config.put("num_hidden_layers", LAYERS);
    if (isJoint) {
      config.put("uni_modal_layers", 0);
      config.put("cross_modal_layers", LAYERS);
    }
    config.put("num_attention_heads", HEADS);
    config.put("intermediate_size", INNER);
    config.put("hidden_act", "gelu");
    config.put("hidden_dropout_prob", 0.0);
    config.put("attention_probs_dropout_prob", 0.0);
    config.put("max_position_embeddings", POSITIONS);
    config.put("type_vocab_size", 2);
    config.put("layer_norm_eps", 1e-12);
    config.put("initializer_range", DEVIATION);
    config.put("img_feature_dim", features);
    config.put("img_feature_type", "frcnn");
    config.put("use_img_layernorm", 0);
    config.put("num_labels", 2);
    config.put("classifier", "linear");
    return config;
  }

  private static Parameters parameters(MvptrConfig config) {
    return new PreTrainingTask(
            config,
            PreTrainingTask.Negatives.HARD,
            PreTrainingTask.Alignment.NONE,
            config.crossModalLayers() - 1,
            false)
        .parameters();
  }

  private FloatBuffer initial(String name, List<Long> shape) {
    var values = InitialValues.normal(seed, DEVIATION, List.of("LayerNorm")).of(name, shape);
    if (name.equals(REGIONS)) {
      for (int row = 0; row < shape.get(0); row++) {
        for (int column = features - BOX_COLUMNS; column < features; column++) {
          int at = row * features + column;
          values.put(at, BOX_GAIN * values.get(at));
        }
      }
    }
    return values;
  }
}
