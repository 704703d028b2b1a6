package io.alignstream.deploy.bench;

import io.alignstream.deploy.topics.TopicSetup;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.wire.AvroWire;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kills one of three nodes with {@code kill -9} and measures, for each partition, how long it takes
 * from there to the first output that a {@code read_committed} reader sees of an event that was
 * sent later. Partitions of the other nodes show how long that takes anyway.
 */
final class FailOverBench {
  private static final int PARTITIONS = 6;
  private static final Duration BEAT = Duration.ofMillis(100);

  private final KafkaSettings kafka;
  private final Path directory;
  private final Topics topics = Topics.defaults();
  private final AvroWire wire = AvroWire.withoutRegistry();
  private final byte[] picture = picture();
  private int number;

  FailOverBench(KafkaSettings kafka, Path directory) {
    this.kafka = kafka;
    this.directory = directory;
  }

  /**
   * Runs it so many times, each with three new nodes.
   *
   * @param oldest whether the first node is killed, which holds the cluster's coordinators too, or
   *     the last one
   */
  void run(int runs, boolean oldest, PrintWriter out) throws InterruptedException {
    TopicSetup.create(
        kafka, TopicSetup.plan(topics, kafka.limits(), PARTITIONS, Optional.of((short) 1)));
    for (int run = 1; run <= runs; run++) {
      var waits = once("fail-over-" + run, oldest);
      out.printf(
          "run %d: all partitions work again %.1f s after kill -9 of the %s node; by partition:"
              + " %s%n",
          run,
          waits.get(waits.size() - 1),
          oldest ? "oldest" : "youngest",
          waits.stream().map("%.1f"::formatted).toList());
      out.flush();
    }
  }

  /** Seconds until each partition worked again, the quickest first. */
  private List<Double> once(String group, boolean oldest) throws InterruptedException {
    var ports = List.of(freePort(), freePort(), freePort());
    var nodes = new ArrayList<Process>();
    try (var producer =
            new KafkaProducer<>(
                kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer());
        var reader =
            new KafkaConsumer<>(
                kafka.consumer(group + "-reader"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
      var outputs =
          IntStream.range(0, PARTITIONS)
              .mapToObj(partition -> new TopicPartition(topics.index(), partition))
              .toList();
      reader.assign(outputs);
      reader.seekToEnd(outputs);
      outputs.forEach(reader::position);
      for (int node = 0; node < ports.size(); node++) {
        nodes.add(start(group, node, ports));
        if (node == 0) {
          awaitAll(nodes, producer, reader); // it is the oldest
        }
      }
      while (!eachHasItsShare(group, ports.size())) {
        awaitAll(nodes, producer, reader);
      }
      var victim = nodes.remove(oldest ? 0 : ports.size() - 1);
      victim.destroyForcibly().waitFor();
      return awaitAll(nodes, producer, reader);
    } finally {
      nodes.forEach(Process::destroyForcibly);
    }
  }

  /** Sends to all partitions until each has answered something that was sent from now on. */
  private List<Double> awaitAll(
      List<Process> nodes,
      KafkaProducer<byte[], byte[]> producer,
      KafkaConsumer<byte[], byte[]> reader) {
    long start = System.nanoTime();
    int first = number;
    var waits = new HashMap<Integer, Double>();
    var entries = wire.deserializer(IndexEntry.class);
    while (waits.size() < PARTITIONS) {
      if (!nodes.stream().allMatch(Process::isAlive)) {
        throw new IllegalStateException("a node has ended; the logs are in " + directory);
      }
      beat(producer);
      for (var output : reader.poll(BEAT)) {
        var entry = entries.deserialize(output.topic(), output.value());
        if (Integer.parseInt(entry.getEventId()) >= first) {
          waits.putIfAbsent(entry.getSource().getPartition(), (System.nanoTime() - start) / 1e9);
        }
      }
    }
    return waits.values().stream().sorted().toList();
  }

  private void beat(KafkaProducer<byte[], byte[]> producer) {
    var serializer = wire.serializer(ImageCaptionEvent.class);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      var id = String.valueOf(number++);
      var event =
          ImageCaptionEvent.newBuilder()
              .setEventId(id)
              .setImageId(id)
              .setImageBytes(ByteBuffer.wrap(picture))
              .build();
      var unused =
          producer.send(
              new ProducerRecord<>(
                  topics.events(),
                  partition,
                  Keys.ofImage(id),
                  serializer.serialize(topics.events(), event)));
    }
  }

  private Process start(String group, int node, List<Integer> ports) {
    var settings =
        """
        alignstream {
          kafka.bootstrap.servers = "%s"
          max-event-bytes = %d
          node.group = "%s"
          http.port = 0
          cluster { port = %d, seed-nodes = %s }
        }
        """
            .formatted(
                kafka.properties().get("bootstrap.servers"),
                kafka.limits().maxEventBytes(),
                group,
                ports.get(node),
                ports.stream().map(port -> "\"127.0.0.1:" + port + "\"").toList());
    try {
      var file =
          Files.writeString(directory.resolve("%s-%d.conf".formatted(group, node)), settings);
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx384m",
              "-XX:+UseSerialGC",
              "-cp",
              System.getProperty("java.class.path"),
              FailOverNode.class.getName(),
              file.toString())
          .redirectErrorStream(true)
          .redirectOutput(log(group, node).toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("a node cannot be started", e);
    }
  }

  /** By their logs: the cluster spreads the partitions some seconds after a node has joined. */
  private boolean eachHasItsShare(String group, int nodes) {
    return IntStream.range(0, nodes)
        .allMatch(node -> partitionsOf(group, node) == PARTITIONS / nodes);
  }

  private int partitionsOf(String group, int node) {
    try (var lines = Files.lines(log(group, node))) {
      return lines
          .mapToInt(
              line ->
                  line.contains("is worked on here.") ? 1 : line.contains("is drained.") ? -1 : 0)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log(String group, int node) {
    return directory.resolve("%s-%d.log".formatted(group, node));
  }

  private static byte[] picture() {
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Mostly still free when it is used. */
  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
