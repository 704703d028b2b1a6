package io.alignstream.deploy.tiny;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.encode.checkpoint.ElementType;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.runtime.InitialValues;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.heads.task.EntailmentTask;
import io.alignstream.heads.task.MlmTask;
import io.alignstream.heads.task.MvptrTask;
import io.alignstream.heads.task.ReferringTask;
import io.alignstream.heads.task.RetrievalTask;
import io.alignstream.heads.task.VqaTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A directory of models that belong together, as {@code alignstream.models} names one. */
public final class TinyModels {
  /** What the questions' model can say. */
  public static final List<String> ANSWERS = List.of("yes", "no", "red", "blue", "2");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int REGION_SIZE = 128 + 6;
  private static final List<String> WORDS =
      List.of("a", "the", "is", "and", "of", "what", "color", "two", "red", "blue", "green");
  private static final List<List<String>> PHRASES =
      List.of(List.of("disc"), List.of("disc", "red"), List.of("square", "blue"), List.of("dog"));

  private TinyModels() {}

  /** A detector, a checkpoint a task, and {@code models.conf}. */
  public static Path write(Path directory) throws IOException {
    TinyDetector.write(directory.resolve("detector"));
    checkpoint(directory.resolve("retrieval"), 2, RetrievalTask::new);
    checkpoint(directory.resolve("mlm"), 2, MlmTask::new);
    var vqa = checkpoint(directory.resolve("vqa"), ANSWERS.size(), VqaTask::new);
    Files.write(vqa.resolve("answers.txt"), ANSWERS);
    checkpoint(directory.resolve("ve"), 3, EntailmentTask::new);
    checkpoint(
        directory.resolve("re"), 1, config -> ReferringTask.of(config, ReferringTask.Mod.COSINE));
    Files.writeString(
        directory.resolve("models.conf"),
        """
        detect.model = detector
        parse.vocabulary = retrieval/id2phrase.json
        mvptr {
          defaults { max-seq-length = 30, max-phrases = 7, max-tag-length = 9, max-img-seq-length = 11 }
          models = [
            { checkpoint = retrieval, tasks = [image-text-match, representations] }
            { checkpoint = mlm, tasks = [masked-tokens] }
            { checkpoint = vqa, tasks = [vqa], use-phrases = false }
            { checkpoint = ve, tasks = [visual-entailment] }
            { checkpoint = re, tasks = [referring-expression] }
          ]
        }
        """);
    return directory;
  }

  private static Path checkpoint(Path directory, int labels, Function<MvptrConfig, MvptrTask> task)
      throws IOException {
    Files.createDirectories(directory);
    var words = vocabulary();
    Files.write(directory.resolve("vocab.txt"), words);
    var phrases = phrases(words.size());
    JSON.writeValue(directory.resolve("id2phrase.json").toFile(), phrases);
    var config = new LinkedHashMap<String, Object>();
    config.put("vocab_size", words.size() + phrases.size());
    config.put("only_word_size", words.size());
    config.put("hidden_size", 24);
    config.put("num_attention_heads", 3);
    config.put("num_hidden_layers", 4);
    config.put("intermediate_size", 40);
    config.put("max_position_embeddings", 50);
    config.put("type_vocab_size", 2);
    config.put("hidden_act", "gelu");
    config.put("hidden_dropout_prob", 0.0);
    config.put("attention_probs_dropout_prob", 0.0);
    config.put("layer_norm_eps", 1e-12);
    config.put("img_feature_dim", REGION_SIZE);
    config.put("img_feature_type", "frcnn");
    config.put("use_img_layernorm", 1);
    config.put("num_labels", labels);
    JSON.writeValue(directory.resolve("config.json").toFile(), config);
    write(directory, task.apply(MvptrConfig.read(directory)));
    return directory;
  }

  private static void write(Path directory, MvptrTask task) throws IOException {
    var parameters = task.parameters();
    var values =
        ParameterValues.initial(parameters, InitialValues.normal(3, 0.2f, List.of("LayerNorm")));
    var writer = new SafetensorsWriter();
    parameters
        .shapes()
        .forEach(
            (name, shape) ->
                writer.floats(name, ElementType.F32, shape, () -> values.floats(name)));
    writer.write(directory.resolve("model.safetensors"));
  }

  /** The special pieces where BERT has them, some words, and letters to spell all others. */
  private static List<String> vocabulary() {
    var words = new ArrayList<String>();
    for (int i = 0; i < 104; i++) {
      words.add("[unused%d]".formatted(i));
    }
    words.set(0, "[PAD]");
    words.set(100, "[UNK]");
    words.set(101, "[CLS]");
    words.set(102, "[SEP]");
    words.set(103, "[MASK]");
    words.addAll(WORDS);
    for (char letter = 'a'; letter <= 'z'; letter++) {
      if (letter > 'a') {
        words.add(String.valueOf(letter));
      }
      words.add("##" + letter);
    }
    return words;
  }

  private static Map<String, List<String>> phrases(int first) {
    var phrases = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < PHRASES.size(); i++) {
      phrases.put(Integer.toString(first + i), PHRASES.get(i));
    }
    return phrases;
  }
}
