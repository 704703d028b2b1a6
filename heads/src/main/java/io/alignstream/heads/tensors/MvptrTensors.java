package io.alignstream.heads.tensors;

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.mvptr.Pairs;
import io.alignstream.encode.optimize.Gradients;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.LoadRules;
import io.alignstream.encode.runtime.ModelException;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Results;
import io.alignstream.encode.runtime.Variables;
import io.alignstream.encode.runtime.Weights;
import io.alignstream.heads.task.EntailmentTask;
import io.alignstream.heads.task.MlmTask;
import io.alignstream.heads.task.MvptrTask;
import io.alignstream.heads.task.ReferringTask;
import io.alignstream.heads.task.RepresentationTask;
import io.alignstream.heads.task.RetrievalTask;
import io.alignstream.heads.task.TrainableTask;
import io.alignstream.heads.task.VqaTask;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

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
   *     phrase_layer} (none), {@code gradients} (false): {@code loss} and, for every weight that
   *     takes part in it, {@code grad/<weight>}, before any clipping
   * @return the outputs, to be written
   * @throws ModelException if anything does not fit
   */
  public static SafetensorsWriter run(
      String model, Path directory, Checkpoint inputs, Map<String, String> options) {
    var chosen = Options.of(options);
    var task = task(model, MvptrConfig.read(directory), chosen);
    var values = ParameterValues.load(Checkpoint.open(directory), task.parameters(), rules(model));
    var feeds = PairFeeds.of(task.config(), inputs, chosen.cut());
    var labels = labels(model, inputs);
    labels.forEach(label -> feeds.put(label, PairFeeds.feed(inputs, label)));
    if (chosen.gradients()) {
      if (labels.isEmpty()) {
        throw new ModelException(
            "gradients: mvptr-vqa, mvptr-ve and mvptr-re need labels, mvptr-retrieval dice_index");
      }
      return withGradients(trainable(model, task.config(), chosen), values, feeds);
    }
    var loss = labels.isEmpty() ? Loss.NONE : lossOf(trainable(model, task.config(), chosen));
    try (var session =
        GraphSession.build(
            DeviceSettings.cpu(), tf -> define(tf, Weights.frozen(tf, values), task, loss))) {
      return session.run("outputs", feeds, MvptrTensors::write);
    }
  }

  private static SafetensorsWriter withGradients(
      TrainableTask task, ParameterValues values, Map<String, Feed> feeds) {
    var variables = new Variables(values);
    try (var session =
        GraphSession.build(
            DeviceSettings.cpu(),
            tf -> define(tf, variables.bind(tf), task, withGradients(task, variables.all())))) {
      variables.initialize(session);
      return session.run("outputs", feeds, MvptrTensors::write);
    }
  }

  /** What a labelled batch adds to a model's outputs. */
  private interface Loss {
    Loss NONE = (tf, w, pairs, placeholders) -> Map.of();

    Map<String, Operand<?>> of(
        Ops tf, Weights w, Pairs pairs, Map<String, Operand<?>> placeholders);
  }

  /** The loss's terms. */
  private static Loss lossOf(TrainableTask task) {
    return (tf, w, pairs, placeholders) -> {
      var labels = task.labels(tf);
      placeholders.putAll(labels);
      return new LinkedHashMap<>(task.loss(w, pairs, labels, Dropout.NONE).terms());
    };
  }

  /**
   * The same, their sum, and its gradients.
   *
   * @param variables filled while the weights are read
   */
  private static Loss withGradients(TrainableTask task, Map<String, Variables.Variable> variables) {
    return (tf, w, pairs, placeholders) -> {
      var labels = task.labels(tf);
      placeholders.putAll(labels);
      var loss = task.loss(w, pairs, labels, Dropout.NONE);
      Map<String, Operand<?>> outputs = new LinkedHashMap<>(loss.terms());
      var total = loss.total(tf);
      outputs.put("loss", total);
      gradients(tf, total, variables)
          .forEach((name, gradient) -> outputs.put("grad/" + name, gradient));
      return outputs;
    };
  }

  /** The function {@code outputs}. */
  private static List<GraphFunction> define(Ops tf, Weights w, MvptrTask task, Loss loss) {
    var inputs = PairInputs.placeholders(tf, task.config());
    var pairs = new Mvptr(task.config()).encode(w.at("bert"), inputs, Dropout.NONE);
    Map<String, Operand<?>> placeholders = new LinkedHashMap<>(inputs.inputs());
    Map<String, Operand<?>> outputs = new LinkedHashMap<>(task.outputs(w, pairs));
    outputs.putAll(loss.of(tf, w, pairs, placeholders));
    return List.of(GraphFunction.of("outputs", placeholders, outputs));
  }

  /** Row 0 of the word embedding, the padding, never gets one in the reference. */
  private static Map<String, Operand<TFloat32>> gradients(
      Ops tf, Operand<TFloat32> loss, Map<String, Variables.Variable> variables) {
    Map<String, Operand<TFloat32>> weights = new LinkedHashMap<>();
    variables.forEach((name, variable) -> weights.put(name, variable.value()));
    var gradients = new LinkedHashMap<>(Gradients.of(tf, loss, weights));
    gradients.replaceAll(
        (name, gradient) ->
            name.endsWith("word_embeddings.weight")
                ? Gradients.withStillRows(tf, gradient, 1)
                : gradient);
    return gradients;
  }

  private static MvptrTask task(String model, MvptrConfig config, Options options) {
    return model.equals("mvptr-embedding")
        ? new RepresentationTask(config)
        : trainable(model, config, options);
  }

  private static TrainableTask trainable(String model, MvptrConfig config, Options options) {
    return switch (model) {
      case "mvptr-retrieval" -> new RetrievalTask(config);
      case "mvptr-vqa" -> new VqaTask(config);
      case "mvptr-ve" -> new EntailmentTask(config);
      case "mvptr-re" -> new ReferringTask(config, options.mod(), options.layer(config));
      case "mvptr-mlm" -> new MlmTask(config);
      default -> throw new ModelException("no model %s among %s".formatted(model, MODELS));
    };
  }

  /** What the task's loss needs, if the file has it. */
  private static List<String> labels(String model, Checkpoint inputs) {
    var label =
        switch (model) {
          case "mvptr-vqa", "mvptr-ve", "mvptr-re" -> LABELS;
          case "mvptr-retrieval" -> "dice_index";
          default -> "";
        };
    return inputs.names().contains(label) ? List.of(label) : List.of();
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
