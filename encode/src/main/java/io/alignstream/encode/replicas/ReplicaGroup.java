package io.alignstream.encode.replicas;

import io.alignstream.encode.runtime.DeviceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Server;
import org.tensorflow.Session;
import org.tensorflow.TargetedSession;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ClusterDef;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.JobDef;
import org.tensorflow.proto.ServerDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A process's place in a group. Every process of the group builds the same graph in the same order:
 * collectives find each other by their number.
 *
 * <p>If a process dies, the others' runs fail at once; a new group takes new addresses, because
 * TensorFlow's server cannot be shut down cleanly and goes with its process.
 */
public final class ReplicaGroup implements Replicas {
  private static final int GROUP = 1;

  /** Elements in one message: 8 MiB keep a ring of loopback or Ethernet links busy. */
  private static final long MESSAGE_ELEMENTS = 2 << 20;

  private final int rank;
  private final List<String> addresses;
  private final ConfigProto config;
  private final String hint;
  private final AtomicInteger collectives = new AtomicInteger();

  private ReplicaGroup(int rank, List<String> addresses, ConfigProto config, String hint) {
    this.rank = rank;
    this.addresses = List.copyOf(addresses);
    this.config = config;
    this.hint = hint;
  }

  /**
   * Starts this process's server.
   *
   * @param rank its place among the addresses
   * @param addresses {@code host:port} of every process, in an order that all of them know
   */
  public static ReplicaGroup join(int rank, List<String> addresses, DeviceSettings settings) {
    Objects.checkIndex(rank, addresses.size());
    Collective.register();
    var job = JobDef.newBuilder().setName("worker");
    for (int i = 0; i < addresses.size(); i++) {
      job.putTasks(i, addresses.get(i));
    }
    var leader =
        ConfigProto.Experimental.newBuilder()
            .setCollectiveGroupLeader("/job:worker/replica:0/task:0");
    var config =
        settings.toProto().toBuilder()
            .setExperimental(leader)
            .addDeviceFilters("/job:worker/task:" + rank) // so that no variable moves to a peer
            .build();
    new Server(
            ServerDef.newBuilder()
                .setCluster(ClusterDef.newBuilder().addJob(job))
                .setJobName("worker")
                .setTaskIndex(rank)
                .setProtocol("grpc")
                .setDefaultSessionConfig(config)
                .build())
        .start();
    return new ReplicaGroup(rank, addresses, config, settings.onGpu() ? "nccl" : "ring");
  }

  /** Opens sessions on this process's server, for graphs that use this group. */
  public Function<Graph, Session> sessions() {
    return graph -> TargetedSession.open(graph, "grpc://" + addresses.get(rank), config);
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int size() {
    return addresses.size();
  }

  @Override
  public Operand<TFloat32> sum(Ops tf, Operand<TFloat32> x) {
    return new Collective(addresses.size(), GROUP, collectives.incrementAndGet(), hint).sum(tf, x);
  }

  @Override
  public List<Operand<TFloat32>> sums(Ops tf, List<Operand<TFloat32>> xs) {
    var sums = new ArrayList<Operand<TFloat32>>();
    var message = new ArrayList<Operand<TFloat32>>();
    long elements = 0;
    for (var x : xs) {
      if (elements + x.shape().size() > MESSAGE_ELEMENTS && !message.isEmpty()) {
        sums.addAll(packed(tf, message));
        message.clear();
        elements = 0;
      }
      message.add(x);
      elements += x.shape().size();
    }
    sums.addAll(message.isEmpty() ? List.of() : packed(tf, message));
    return sums;
  }

  /** Laid end to end, summed, and cut again. */
  private List<Operand<TFloat32>> packed(Ops tf, List<Operand<TFloat32>> xs) {
    if (xs.size() == 1) {
      return List.of(sum(tf, xs.get(0)));
    }
    var flat = new ArrayList<Operand<TFloat32>>();
    var lengths = new int[xs.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = Math.toIntExact(xs.get(i).shape().size());
      flat.add(tf.reshape(xs.get(i), tf.constant(new int[] {-1})));
    }
    var parts =
        tf.splitV(
            sum(tf, tf.concat(flat, tf.constant(0))),
            tf.constant(lengths),
            tf.constant(0),
            (long) lengths.length);
    var sums = new ArrayList<Operand<TFloat32>>();
    for (int i = 0; i < lengths.length; i++) {
      sums.add(tf.reshape(parts.output().get(i), tf.shape(xs.get(i))));
    }
    return sums;
  }

  @Override
  public Operand<TFloat32> gather(Ops tf, Operand<TFloat32> x, Rows rows) {
    var after = tf.math.sub(rows.total(), tf.math.add(rows.first(), rows.count()));
    var paddings = new ArrayList<Operand<TInt32>>();
    paddings.add(tf.stack(List.of(rows.first(), after)));
    for (int i = 1; i < x.rank(); i++) {
      paddings.add(tf.constant(new int[2]));
    }
    var whole = sum(tf, tf.pad(x, tf.stack(paddings), tf.constant(0f)));
    var sizes = new ArrayList<Operand<TInt32>>(); // what is known of the sizes is known again
    sizes.add(rows.total());
    for (int i = 1; i < x.rank(); i++) {
      sizes.add(x.shape().get(i) < 0 ? size(tf, x, i) : constant(tf, x.shape().get(i)));
    }
    return tf.reshape(whole, tf.stack(sizes));
  }

  private static Operand<TInt32> size(Ops tf, Operand<TFloat32> x, int axis) {
    return tf.unstack(tf.shape(x), (long) x.rank()).output().get(axis);
  }

  private static Operand<TInt32> constant(Ops tf, long size) {
    return tf.constant(Math.toIntExact(size));
  }
}
