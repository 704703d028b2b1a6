package io.alignstream.heads.task;

import static io.alignstream.heads.goldens.MvptrGoldens.assertOutput;
import static io.alignstream.heads.goldens.MvptrGoldens.pairs;
import static io.alignstream.heads.goldens.MvptrGoldens.weights;

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.mvptr.Pairs;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;

/** Tasks with the goldens' weights, to be run on the goldens' inputs. */
final class GoldenGraphs {
  private GoldenGraphs() {}

  @FunctionalInterface
  interface Definition {
    List<GraphFunction> build(Ops tf, Weights w, Pairs pairs, PairInputs inputs);
  }

  static GraphSession graph(String model, MvptrTask task, Definition definition) {
    return GraphSession.build(
        DeviceSettings.cpu(),
        tf -> {
          var w = Weights.frozen(tf, weights(model, task.parameters()));
          var inputs = PairInputs.placeholders(tf, task.config());
          var pairs = new Mvptr(task.config()).encode(w.at("bert"), inputs, Dropout.NONE);
          return definition.build(tf, w, pairs, inputs);
        });
  }

  static GraphSession inference(String model, MvptrTask task) {
    return graph(
        model,
        task,
        (tf, w, pairs, inputs) ->
            List.of(GraphFunction.of("outputs", inputs.inputs(), task.outputs(w, pairs))));
  }

  static List<GraphFunction> outputs(Ops tf, Weights w, MvptrTask task) {
    var inputs = PairInputs.placeholders(tf, task.config());
    var pairs = new Mvptr(task.config()).encode(w.at("bert"), inputs, Dropout.NONE);
    return List.of(GraphFunction.of("outputs", inputs.inputs(), task.outputs(w, pairs)));
  }

  static GraphSession withLoss(String model, TrainableTask task) {
    return graph(
        model,
        task,
        (tf, w, pairs, inputs) -> {
          var outputs = task.outputs(w, pairs);
          var labels = task.labels(tf);
          Map<String, Operand<?>> both =
              new LinkedHashMap<>(task.loss(w, pairs, labels, Dropout.NONE).terms());
          both.putAll(outputs);
          var functions = new ArrayList<GraphFunction>();
          functions.add(GraphFunction.of("outputs", inputs.inputs(), outputs));
          functions.add(GraphFunction.of("loss", joined(inputs.inputs(), labels), both));
          return functions;
        });
  }

  static void run(
      GraphSession session,
      String function,
      Map<String, Feed> feeds,
      String prefix,
      Checkpoint goldens,
      List<String> outputs) {
    session.run(
        function,
        feeds,
        results -> {
          outputs.forEach(name -> assertOutput(results, name, goldens, prefix + name));
          return 0;
        });
  }

  static Map<String, Operand<?>> joined(Map<String, Operand<?>> a, Map<String, Operand<?>> b) {
    var both = new HashMap<String, Operand<?>>(a);
    both.putAll(b);
    return both;
  }
}
