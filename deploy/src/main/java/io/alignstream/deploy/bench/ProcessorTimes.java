package io.alignstream.deploy.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Processor time of this process by what it was spent for. Java's threads are told apart by their
 * {@link Crew} and name, the virtual machine's own ones as Linux names them. What is left are
 * threads that neither started: TensorFlow's.
 *
 * <p>A thread that ends takes its time with it, so {@link #sample} has to be called now and then.
 */
final class ProcessorTimes {
  private static final Path TASKS = Path.of("/proc/self/task");

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final OperatingSystemMXBean process =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final Crew broker;
  private final Crew node;
  private final Map<Long, Double> java = new HashMap<>(); // seconds by thread, as last seen
  private final Map<Long, Part> parts = new HashMap<>();
  private final Map<String, Double> machine = new HashMap<>(); // by task, as last seen
  private final Map<String, Part> machineParts = new HashMap<>();

  /** What time is spent for. */
  enum Part {
    /** The node's threads that call detector, encoder and heads. */
    INFERENCE,
    /** The node's threads that decode and parse. */
    COMPUTING,
    /** The node's other threads: streams, Kafka's clients, the index. */
    STREAM,
    /** The virtual machine's threads that collect garbage. */
    COLLECTOR,
    /** Those that compile. */
    COMPILER,
    /** Native threads of others: TensorFlow's. */
    NATIVE,
    /** The broker. */
    BROKER,
    /** What sends events, reads what comes out and measures. */
    BENCH
  }

  /** Seconds by part. */
  record Seconds(Map<Part, Double> parts) {
    Seconds {
      parts = Map.copyOf(parts);
    }

    double of(Part part) {
      return parts.getOrDefault(part, 0.0);
    }

    Seconds minus(Seconds before) {
      var difference = new EnumMap<Part, Double>(Part.class);
      for (var part : Part.values()) {
        difference.put(part, Math.max(0, of(part) - before.of(part)));
      }
      return new Seconds(difference);
    }

    /** All that the line needs: neither the broker nor what measures. */
    double line() {
      return Stream.of(Part.values())
          .filter(part -> part != Part.BROKER && part != Part.BENCH)
          .mapToDouble(this::of)
          .sum();
    }
  }

  ProcessorTimes(Crew broker, Crew node) {
    this.broker = broker;
    this.node = node;
  }

  /** Since the process began, as far as it was sampled. */
  Seconds sample() {
    sampleJava();
    sampleMachine();
    var seconds = new EnumMap<Part, Double>(Part.class);
    java.forEach((thread, spent) -> seconds.merge(part(parts, thread), spent, Double::sum));
    machine.forEach((task, spent) -> seconds.merge(part(machineParts, task), spent, Double::sum));
    double known = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    seconds.put(Part.NATIVE, Math.max(0, process.getProcessCpuTime() / 1e9 - known));
    return new Seconds(seconds);
  }

  private static <T> Part part(Map<T, Part> parts, T thread) {
    return parts.getOrDefault(thread, Part.BENCH);
  }

  private void sampleJava() {
    broker.threads().forEach(thread -> parts.putIfAbsent(thread.getId(), Part.BROKER));
    node.threads().forEach(thread -> parts.putIfAbsent(thread.getId(), ofNode(thread)));
    for (long thread : threads.getAllThreadIds()) {
      long nanos = threads.getThreadCpuTime(thread);
      if (nanos >= 0) {
        java.put(thread, nanos / 1e9);
      }
    }
  }

  private static Part ofNode(Thread thread) {
    return thread.getName().startsWith("inference-")
        ? Part.INFERENCE
        : thread.getName().startsWith("computing-") ? Part.COMPUTING : Part.STREAM;
  }

  private void sampleMachine() {
    if (!Files.isDirectory(TASKS)) {
      return; // not Linux: the virtual machine's share is counted as native
    }
    try (var tasks = Files.list(TASKS)) {
      tasks.forEach(this::sampleTask);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void sampleTask(Path task) {
    try {
      var part = ofMachine(Files.readString(task.resolve("comm")).strip());
      if (part.isPresent()) {
        var spent = Files.readString(task.resolve("schedstat")).strip().split(" ", 2)[0];
        machineParts.put(task.toString(), part.get());
        machine.put(task.toString(), Long.parseLong(spent) / 1e9);
      }
    } catch (NoSuchFileException e) {
      machine.computeIfAbsent(task.toString(), ended -> 0.0);
    } catch (IOException e) {
      machine.computeIfAbsent(task.toString(), ended -> 0.0); // it ended while it was read
    }
  }

  /** Names as Linux has them, 15 characters at most. */
  private static Optional<Part> ofMachine(String name) {
    if (name.startsWith("GC Thread") || name.startsWith("G1 ") || name.startsWith("VM ")) {
      return Optional.of(Part.COLLECTOR);
    }
    return name.matches("(C[12] Compiler|Sweeper ).*")
        ? Optional.of(Part.COMPILER)
        : Optional.empty();
  }
}
