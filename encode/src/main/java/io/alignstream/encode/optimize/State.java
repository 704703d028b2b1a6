package io.alignstream.encode.optimize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/**
 * What training keeps beside the weights (moments, accumulated gradients): float32 variables that
 * start at 0, each with a name and a way in and out, so that a checkpoint can hold them.
 */
public final class State {

  /**
   * One of them.
   *
   * @param handle the resource
   */
  public record Slot(String name, List<Long> shape, VarHandleOp handle) {}

  private final Ops tf;
  private final Map<String, Slot> slots = new LinkedHashMap<>();

  /**
   * Nothing yet.
   *
   * @param tf makes the variables, which must wait for nothing
   */
  public State(Ops tf) {
    this.tf = tf;
  }

  /** A new one; the name must be new. */
  public Slot create(String name, List<Long> shape) {
    var sizes = Shape.of(shape.stream().mapToLong(Long::longValue).toArray());
    var handle = tf.varHandleOp(TFloat32.class, sizes, VarHandleOp.sharedName("state/" + name));
    var slot = new Slot(name, List.copyOf(shape), handle);
    if (slots.put(name, slot) != null) {
      throw new IllegalArgumentException("twice the state " + name);
    }
    return slot;
  }

  /** All of them, in order. */
  public Map<String, Slot> slots() {
    return Collections.unmodifiableMap(slots);
  }

  /** Sets all of them to 0. */
  public Op zero() {
    var ops = new ArrayList<Op>();
    slots.values().forEach(slot -> ops.add(zero(tf, slot)));
    return tf.withControlDependencies(ops).noOp();
  }

  /** Sets one to 0. */
  public static Op zero(Ops tf, Slot slot) {
    var shape = tf.constant(slot.shape().stream().mapToInt(Math::toIntExact).toArray());
    return tf.assignVariableOp(slot.handle(), tf.fill(shape, tf.constant(0f)));
  }

  /** Where a value goes in. */
  public static Placeholder<TFloat32> input(Ops tf, Slot slot) {
    var sizes = Shape.of(slot.shape().stream().mapToLong(Long::longValue).toArray());
    return tf.placeholder(TFloat32.class, Placeholder.shape(sizes));
  }
}
