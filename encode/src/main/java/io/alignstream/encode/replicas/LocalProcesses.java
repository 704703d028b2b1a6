package io.alignstream.encode.replicas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

/** Starts a group of processes on this machine: copies of this one with another main class. */
public final class LocalProcesses {
  private LocalProcesses() {}

  /**
   * Runs a group until its end. If one process fails, the others are ended; all end with the
   * process that started them. A polite end of that one (Ctrl-C, SIGTERM) is passed on, and waits
   * until all have ended in their own way.
   *
   * @param processes how many
   * @param main class with a main method, which asks {@link Worker#of} for its place and calls
   *     {@link #endWithParent}
   * @return 0 if all of them returned 0, else the first other status
   * @throws InterruptedException if the caller was interrupted; the processes were ended then
   */
  public static int run(int processes, String main, List<String> arguments)
      throws InterruptedException {
    var addresses = freeAddresses(processes);
    var running = new CopyOnWriteArrayList<Process>();
    var politely = new Thread(() -> endPolitely(running), "end the group");
    Runtime.getRuntime().addShutdownHook(politely);
    try {
      for (int rank = 0; rank < processes; rank++) {
        running.add(start(new Worker(rank, addresses), main, arguments));
      }
      return firstFailure(running);
    } finally {
      if (withdraw(politely)) {
        running.forEach(Process::destroyForcibly);
      }
    }
  }

  /** Whether the hook was still there to be withdrawn; it is not once the end has begun. */
  private static boolean withdraw(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      return false;
    }
  }

  private static void endPolitely(List<Process> running) {
    running.forEach(process -> process.toHandle().destroy()); // its input stays open: we are there
    running.forEach(process -> process.onExit().join());
  }

  /**
   * Starts one process of a group, with this process's Java options and class path; its output
   * joins ours.
   */
  public static Process start(Worker worker, String main, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .redirectInput(Redirect.PIPE) // its end tells the child that we are gone
            .redirectOutput(Redirect.INHERIT)
            .redirectError(Redirect.INHERIT);
    worker.into(builder.environment());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a process of the group", e);
    }
  }

  /** In a process that {@link #run} started: ends it when its parent is gone. */
  public static void endWithParent() {
    var watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  continue; // nobody writes; only the end matters
                }
              } catch (IOException e) {
                // a broken pipe says the same as its end
              }
              Runtime.getRuntime().halt(143);
            },
            "parent watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** Addresses on the loopback device that were free a moment ago. */
  public static List<String> freeAddresses(int count) {
    var sockets = new ArrayList<ServerSocket>();
    var addresses = new ArrayList<String>();
    try {
      for (int i = 0; i < count; i++) {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        addresses.add("127.0.0.1:" + socket.getLocalPort());
      }
      for (var socket : sockets) {
        socket.close();
      }
      return addresses;
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }

  private static int firstFailure(List<Process> running) throws InterruptedException {
    var failed = new CompletableFuture<Integer>();
    var ends = new ArrayList<CompletableFuture<?>>();
    for (var process : running) {
      ends.add(
          process
              .onExit()
              .thenAccept(
                  ended -> {
                    if (ended.exitValue() != 0) {
                      failed.complete(ended.exitValue());
                    }
                  }));
    }
    var all = CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).thenApply(done -> 0);
    try {
      return (Integer) CompletableFuture.anyOf(failed, all).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
