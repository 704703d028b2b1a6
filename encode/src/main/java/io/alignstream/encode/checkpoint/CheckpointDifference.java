package io.alignstream.encode.checkpoint;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How two checkpoints differ.
 *
 * @param onlyFirst tensors that the second lacks
 * @param onlySecond tensors that the first lacks
 * @param both every tensor that both have
 */
public record CheckpointDifference(
    List<TensorInfo> onlyFirst, List<TensorInfo> onlySecond, List<Pair> both) {
  /** Copies the lists. */
  public CheckpointDifference {
    onlyFirst = List.copyOf(onlyFirst);
    onlySecond = List.copyOf(onlySecond);
    both = List.copyOf(both);
  }

  /**
   * A tensor of one name in both.
   *
   * @param first what it is in the first
   * @param second what it is in the second
   * @param largest largest absolute difference of two elements; infinite if the shapes differ, or
   *     where only one of them is NaN
   */
  public record Pair(TensorInfo first, TensorInfo second, double largest) {
    /** Whether type and shape are equal and no element differs by more. */
    public boolean within(double tolerance) {
      return first.equals(second) && largest <= tolerance;
    }
  }

  /** Compares tensor by tensor and tells of each that is done. */
  public static CheckpointDifference between(
      Checkpoint first, Checkpoint second, Consumer<TensorInfo> done) {
    var both = new ArrayList<Pair>();
    for (var name : first.names()) {
      if (second.names().contains(name)) {
        both.add(new Pair(first.info(name), second.info(name), largest(first, second, name)));
        done.accept(first.info(name));
      }
    }
    return new CheckpointDifference(without(first, second), without(second, first), both);
  }

  /** Whether both have the same tensors, and none differs by more. */
  public boolean within(double tolerance) {
    return onlyFirst.isEmpty()
        && onlySecond.isEmpty()
        && both.stream().allMatch(pair -> pair.within(tolerance));
  }

  private static List<TensorInfo> without(Checkpoint these, Checkpoint those) {
    return these.names().stream()
        .filter(name -> !those.names().contains(name))
        .map(these::info)
        .toList();
  }

  private static double largest(Checkpoint first, Checkpoint second, String name) {
    var one = first.info(name);
    var other = second.info(name);
    if (!one.shape().equals(other.shape())) {
      return Double.POSITIVE_INFINITY;
    }
    if (one.type() == other.type() && first.bytes(name).equals(second.bytes(name))) {
      return 0;
    }
    var wholeOne = Elements.longs(one.type(), first.bytes(name));
    var wholeOther = Elements.longs(other.type(), second.bytes(name));
    return wholeOne.isPresent() && wholeOther.isPresent()
        ? largest(wholeOne.get(), wholeOther.get())
        : largest(first.floats(name), second.floats(name));
  }

  private static double largest(LongBuffer one, LongBuffer other) {
    double largest = 0;
    while (one.hasRemaining()) {
      largest = Math.max(largest, Math.abs((double) one.get() - other.get()));
    }
    return largest;
  }

  private static double largest(FloatBuffer one, FloatBuffer other) {
    double largest = 0;
    while (one.hasRemaining()) {
      float a = one.get();
      float b = other.get();
      if (Float.compare(a, b) != 0) {
        double apart = Math.abs((double) a - b);
        largest = Math.max(largest, Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart);
      }
    }
    return largest;
  }
}
