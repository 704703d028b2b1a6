package io.alignstream.heads.tensors;

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.LoadRules;
import io.alignstream.encode.runtime.ModelException;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Results;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.heads.task.EntailmentTask;
import io.alignstream.heads.task.MlmTask;
import io.alignstream.heads.task.MvptrTask;
import io.alignstream.heads.task.ReferringTask;
import io.alignstream.heads.task.RepresentationTask;
import io.alignstream.heads.task.RetrievalTask;
import io.alignstream.heads.task.VqaTask;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;

/**
 * {@code alignstream tensors} for MVPTR.
 *
 * <p>Inputs are the reference's seven tensors. Left out, masks are 1, segments 0, and there are no
 * regions. With {@code labels} a task that has a loss gives it too. Whole numbers are int64 on both
 * sides.
 */
public final class MvptrTensors {
  /** Names of the models. */
  public static final List<String> MODELS =
      List.of(
          "mvptr-embedding", "mvptr-retrieval", "mvptr-vqa", "mvptr-ve", "mvptr-re", "mvptr-mlm");

  private static final String LABELS = "labels";

  private MvptrTensors() {}

  /**
   * Runs a model.
   *
   * @param model one of {@link #MODELS}
   * @param directory {@code config.json} and the weights
   * @param options {@code max_tag_length} (20), {@code use_b} (false), {@code mod} (1), {@code
   *     phrase_layer} (none)
   * @return the outputs, to be written
   * @throws ModelException if anything does not fit
   */
  public static SafetensorsWriter run(
      String model, Path directory, Checkpoint inputs, Map<String, String> options) {
    var chosen = Options.of(options);
    var task = task(model, MvptrConfig.read(directory), chosen);
    var values = ParameterValues.load(Checkpoint.open(directory), task.parameters(), rules(model));
    var feeds = PairFeeds.of(task.config(), inputs, chosen.cut());
    boolean labelled = inputs.names().contains(LABELS) && hasLabels(model);
    if (labelled) {
      feeds.put(LABELS, PairFeeds.feed(inputs, LABELS));
    }
    try (var session =
        GraphSession.build(DeviceSettings.cpu(), tf -> define(tf, task, values, labelled))) {
      return session.run("outputs", feeds, MvptrTensors::write);
    }
  }

  private static List<GraphFunction> define(
      Ops tf, MvptrTask task, ParameterValues values, boolean labelled) {
    var w = Weights.frozen(tf, values);
    var inputs = PairInputs.placeholders(tf, task.config());
    var pairs = new Mvptr(task.config()).encode(w.at("bert"), inputs, Dropout.NONE);
    Map<String, Operand<?>> placeholders = new LinkedHashMap<>(inputs.inputs());
    Map<String, Operand<?>> outputs = new LinkedHashMap<>(task.outputs(w, pairs));
    if (labelled) {
      var labels = task.labels(tf);
      placeholders.putAll(labels);
      outputs.putAll(task.loss(w, pairs, labels, Dropout.NONE).terms());
    }
    return List.of(GraphFunction.of("outputs", placeholders, outputs));
  }

  private static MvptrTask task(String model, MvptrConfig config, Options options) {
    return switch (model) {
      case "mvptr-embedding" -> new RepresentationTask(config);
      case "mvptr-retrieval" -> new RetrievalTask(config);
      case "mvptr-vqa" -> new VqaTask(config);
      case "mvptr-ve" -> new EntailmentTask(config);
      case "mvptr-re" -> new ReferringTask(config, options.mod(), options.layer(config));
      case "mvptr-mlm" -> new MlmTask(config);
      default -> throw new ModelException("no model %s among %s".formatted(model, MODELS));
    };
  }

  private static boolean hasLabels(String model) {
    return List.of("mvptr-vqa", "mvptr-ve", "mvptr-re").contains(model);
  }

  /** Representations come from any model's checkpoint, masked words from a pre-trained one too. */
  private static LoadRules rules(String model) {
    return switch (model) {
      case "mvptr-embedding" ->
          LoadRules.EXACT.ignoring("cls.", "classifier.", "half_mlm.", "qa_head.", "logit_scale");
      case "mvptr-mlm" -> LoadRules.EXACT.ignoring("qa_head.");
      default -> LoadRules.EXACT;
    };
  }

  private static SafetensorsWriter write(Results results) {
    var writer = new SafetensorsWriter();
    for (var name : results.names()) {
      if (results.isFloat(name)) {
        writer.floats(name, results.shape(name), FloatBuffer.wrap(results.copyFloats(name)));
      } else {
        var ints = results.ints(name);
        var longs = LongBuffer.allocate(ints.remaining());
        while (ints.hasRemaining()) {
          longs.put(ints.get());
        }
        writer.longs(name, results.shape(name), longs.flip());
      }
    }
    return writer;
  }
}
