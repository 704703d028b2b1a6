package io.alignstream.heads.training;

import io.alignstream.encode.mvptr.Mvptr;
import io.alignstream.encode.mvptr.PairInputs;
import io.alignstream.encode.replicas.Replicas;
import io.alignstream.encode.train.LossTerm;
import io.alignstream.encode.train.Objective;
import io.alignstream.heads.task.TrainableTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A task's losses as an objective of the training engine. Its inputs are the pair's seven tensors,
 * {@code cut}, and the task's labels.
 */
public final class TaskObjective {

  /** What a task's loss is the mean over. */
  @FunctionalInterface
  public interface Count {
    /** How many there are among this process's rows: []. */
    Operand<TFloat32> of(Ops tf, Map<String, Operand<?>> labels, Replicas.Rows rows);
  }

  private TaskObjective() {}

  /** A loss whose rows do not know of each other. */
  public static Objective independent(TrainableTask task, Count count) {
    return (tf, w, step) ->
        build(
            tf,
            task,
            (inputs, labels) -> {
              var pairs = new Mvptr(task.config()).encode(w.at("bert"), inputs, step.dropout());
              var counted = tf.stopGradient(count.of(tf, labels, step.rows()));
              var terms = new ArrayList<LossTerm>();
              task.loss(w, pairs, labels, step.dropout())
                  .terms()
                  .forEach(
                      (name, mean) ->
                          terms.add(new LossTerm(name, 1, tf.math.mul(mean, counted), counted)));
              return terms;
            });
  }

  /** Labels of 0 or more count; the others are padding or unknown. */
  public static Count labelled(String name) {
    return (tf, labels, rows) -> {
      var label = Objects.requireNonNull(labels.get(name), name).asOutput();
      var numbers =
          label.type().equals(TFloat32.class)
              ? label.expect(TFloat32.class)
              : tf.dtypes.cast(label.expect(TInt32.class), TFloat32.class);
      var flat = tf.reshape(numbers, tf.constant(new int[] {-1}));
      var counted = tf.math.greaterEqual(flat, tf.constant(0f));
      return tf.sum(tf.dtypes.cast(counted, TFloat32.class), tf.constant(0));
    };
  }

  private interface Terms {
    List<LossTerm> of(PairInputs inputs, Map<String, Operand<?>> labels);
  }

  private static Objective.Losses build(Ops tf, TrainableTask task, Terms terms) {
    var inputs = PairInputs.placeholders(tf, task.config());
    var labels = task.labels(tf);
    var all = new LinkedHashMap<>(inputs.inputs());
    all.putAll(labels);
    return new Objective.Losses(all, terms.of(inputs, labels), List.of());
  }
}
