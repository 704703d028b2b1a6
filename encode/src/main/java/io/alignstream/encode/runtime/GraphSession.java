package io.alignstream.encode.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;

/**
 * A graph and its session: plain values in, plain values out. The only place that opens and closes
 * native tensors. Safe for use by several threads; closing waits for runs that are under way.
 */
public final class GraphSession implements AutoCloseable {
  private final Graph graph;
  private final Session session;
  private final Map<String, GraphFunction> functions;
  private final LongAdder insideNanos = new LongAdder();

  private GraphSession(Graph graph, Session session, Map<String, GraphFunction> functions) {
    this.graph = graph;
    this.session = session;
    this.functions = functions;
  }

  /**
   * Builds a graph and opens a session on it.
   *
   * @param definition builds on the device of the settings, and names what callers may run
   */
  public static GraphSession build(
      DeviceSettings settings, Function<Ops, List<GraphFunction>> definition) {
    return build(settings, graph -> new Session(graph, settings.toProto()), definition);
  }

  /** Builds a graph and opens its session in the caller's way (a distributed one, for instance). */
  public static GraphSession build(
      DeviceSettings settings,
      Function<Graph, Session> open,
      Function<Ops, List<GraphFunction>> definition) {
    var graph = new Graph();
    try {
      Map<String, GraphFunction> functions = new LinkedHashMap<>();
      for (var function : definition.apply(settings.place(Ops.create(graph)))) {
        functions.put(function.name(), function);
      }
      return new GraphSession(graph, open.apply(graph), functions);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /** Names of the functions. */
  public Set<String> functions() {
    return functions.keySet();
  }

  /**
   * Runs a function.
   *
   * @param inputs a value for every input of the function
   * @param read what to make of the outputs, which it must not keep
   * @throws ModelException if inputs are missing, unknown or of a wrong shape, or TensorFlow
   *     refuses
   */
  public <R> R run(String function, Map<String, Feed> inputs, Function<Results, R> read) {
    var called = functions.get(function);
    if (called == null) {
      throw new IllegalArgumentException(
          "no function %s among %s".formatted(function, functions.keySet()));
    }
    if (!called.inputs().keySet().equals(inputs.keySet())) {
      throw new ModelException(
          "%s takes %s, not %s".formatted(function, called.inputs().keySet(), inputs.keySet()));
    }
    var runner = session.runner();
    var opened = new ArrayList<Tensor>(inputs.size());
    try {
      for (var input : inputs.entrySet()) {
        var placeholder = called.input(input.getKey());
        var tensor = open(function, input.getKey(), placeholder, input.getValue());
        opened.add(tensor);
        runner.feed(placeholder, tensor);
      }
      var distinct = List.copyOf(new LinkedHashSet<>(called.outputs().values()));
      distinct.forEach(runner::fetch); // TensorFlow Java refuses to fetch one twice
      called.targets().forEach(runner::addTarget);
      try (var result = run(function, runner)) {
        return read.apply(new Results(result, called.outputs(), distinct));
      }
    } finally {
      opened.forEach(Tensor::close);
    }
  }

  /** Runs a function for its effect. */
  public void run(String function, Map<String, Feed> inputs) {
    run(function, inputs, results -> results.names().size());
  }

  /** TensorFlow's refusals come as many exceptions, {@code IllegalArgumentException} among them. */
  private Result run(String function, Session.Runner runner) {
    long start = System.nanoTime();
    try {
      return runner.run();
    } catch (RuntimeException e) {
      throw new ModelException("%s failed: %s".formatted(function, e.getMessage()), e);
    } finally {
      insideNanos.add(System.nanoTime() - start);
    }
  }

  /** Time that all calls so far spent inside TensorFlow, in nanoseconds. */
  public long nanosInside() {
    return insideNanos.sum();
  }

  private static Tensor open(String function, String name, Operand<?> placeholder, Feed feed) {
    var shape = NativeTensors.shape(feed.shape());
    if (!placeholder.type().equals(feed.type()) || !shape.isCompatibleWith(placeholder.shape())) {
      throw new ModelException(
          "%s takes %s as %s %s, not %s %s"
              .formatted(
                  function,
                  name,
                  placeholder.type().getSimpleName(),
                  placeholder.shape(),
                  feed.type().getSimpleName(),
                  shape));
    }
    return Tensor.of(
        feed.type(), shape, tensor -> feed.write().accept(NativeTensors.memory(tensor)));
  }

  /** Feeds placeholders and runs ops. */
  void feed(Map<Operand<?>, Tensor> values, List<Op> targets) {
    var runner = session.runner();
    values.forEach(runner::feed);
    targets.forEach(runner::addTarget);
    run("an assignment", runner).close();
  }

  /** Waits for runs under way, then frees graph, session and everything they hold. */
  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
