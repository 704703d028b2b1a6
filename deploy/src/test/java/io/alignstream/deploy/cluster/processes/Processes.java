package io.alignstream.deploy.cluster.processes;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import io.alignstream.deploy.cli.Alignstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Nodes as processes of their own, with small heaps; all are killed when this is closed. */
final class Processes implements AutoCloseable {
  private final Path directory;
  private final Map<String, Process> running = new HashMap<>();
  private final Map<String, Path> logs = new HashMap<>();
  private int started;

  Processes(Path directory) {
    this.directory = directory;
  }

  /** Starts a node of the tests' own; its log is {@code <name>-<number>.log}. */
  void start(String name, Config config) {
    start(name, config, "192m", List.of(NodeProcess.class.getName()));
  }

  /** Starts {@code alignstream node}, with room for models. */
  void startNode(String name, Config config) {
    start(name, config, "512m", List.of(Alignstream.class.getName(), "node", "-c"));
  }

  /**
   * Starts a process.
   *
   * @param call its main class and what precedes the file with all settings
   */
  private void start(String name, Config config, String heap, List<String> call) {
    int number = ++started;
    try {
      var settings =
          Files.writeString(
              directory.resolve(name + "-" + number + ".conf"),
              config.root().render(ConfigRenderOptions.concise()));
      var log = directory.resolve(name + "-" + number + ".log");
      logs.put(name, log);
      var command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx" + heap,
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+ExitOnOutOfMemoryError",
                  "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", // models live outside the heap
                  "-Dlogback.configurationFile=node-process-logback.xml",
                  "-cp",
                  System.getProperty("java.class.path")));
      command.addAll(call);
      command.add(settings.toString());
      running.put(
          name,
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isRunning(String name) {
    return running.containsKey(name) && running.get(name).isAlive();
  }

  /** Sends a signal: KILL, TERM, STOP or CONT. */
  void signal(String name, String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, String.valueOf(running.get(name).pid()))
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits for its end; tells its status. */
  int awaitEnd(String name) {
    return running.get(name).onExit().join().exitValue();
  }

  /** What the newest node of this name has logged. */
  String lastLog(String name) {
    try {
      return Files.readString(logs.get(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Partitions that a node holds, by its log. */
  int partitionsOf(String name) {
    requireRunning(name);
    var log = lastLog(name);
    return count(log, "is worked on here") - count(log, "is drained");
  }

  /**
   * Streams that have begun to read so far, by its log: their publishers are open, offsets read.
   */
  int streams(String name) {
    requireRunning(name);
    return count(lastLog(name), "Starting. StageActor");
  }

  /** Links to other nodes that a node has opened so far, by its log. */
  int links(String name) {
    requireRunning(name);
    return count(lastLog(name), "is open.");
  }

  private void requireRunning(String name) {
    if (!isRunning(name)) {
      throw new IllegalStateException(name + " has ended: " + lastLog(name));
    }
  }

  private static int count(String text, String words) {
    return text.split(Pattern.quote(words), -1).length - 1;
  }

  @Override
  public void close() {
    List<Process> all = new ArrayList<>(running.values());
    all.forEach(Process::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }
}
