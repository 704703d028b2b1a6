package io.alignstream.deploy.bench;

import akka.NotUsed;
import akka.actor.ClassicActorSystemProvider;
import akka.stream.javadsl.Flow;
import io.alignstream.ingest.kafka.FencedPublisher;
import io.alignstream.ingest.kafka.GroupSettings;
import io.alignstream.ingest.kafka.PartitionStream;
import io.alignstream.ingest.kafka.Progress;
import io.alignstream.ingest.kafka.Publication;
import io.alignstream.ingest.kafka.Publisher;
import io.alignstream.ingest.kafka.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The line as nodes run it: a {@link PartitionStream} a partition.
 *
 * @param line what each stream does between its ends
 */
record Streamed(
    String name,
    BenchTopic topic,
    GroupSettings groups,
    Flow<ConsumerRecord<byte[], byte[]>, Publication, NotUsed> line,
    ExecutorService blocking,
    ClassicActorSystemProvider system)
    implements Contender {

  @Override
  public Duration run(String group) throws InterruptedException {
    var opener = FencedPublisher.opener(topic.kafka(), group, Duration.ofMinutes(1));
    var finished = new CountDownLatch(topic.partitions());
    var failure = new AtomicReference<Throwable>(new IllegalStateException("ended early"));
    var work =
        new Work(
            line,
            event -> {
              throw new IllegalStateException("no event here is poison");
            },
            Integer.MAX_VALUE,
            1);
    long start = System.nanoTime();
    var streams =
        topic.all().stream()
            .map(
                partition ->
                    PartitionStream.run(
                        partition,
                        topic.kafka(),
                        group,
                        groups,
                        any -> new Counted(opener.open(any), finished),
                        work,
                        0,
                        blocking,
                        system))
            .toList();
    streams.forEach(
        stream ->
            stream
                .done()
                .whenComplete(
                    (done, failed) -> {
                      if (failed != null) {
                        failure.set(failed);
                        while (finished.getCount() > 0) {
                          finished.countDown();
                        }
                      }
                    }));
    finished.await();
    var took = Duration.ofNanos(System.nanoTime() - start);
    for (var stream : streams) {
      stream.drain();
    }
    for (var stream : streams) {
      stream.done().toCompletableFuture().join();
    }
    return took;
  }

  /** Tells when the last event of its partition is published. */
  private final class Counted implements Publisher {
    private final Publisher publisher;
    private final CountDownLatch finished;

    Counted(Publisher publisher, CountDownLatch finished) {
      this.publisher = publisher;
      this.finished = finished;
    }

    @Override
    public Progress start() {
      return publisher.start();
    }

    @Override
    public void publish(List<Publication> group, Progress progress) {
      publisher.publish(group, progress);
      if (progress.nextOffset() == topic.perPartition()) {
        finished.countDown();
      }
    }

    @Override
    public void close() {
      publisher.close();
    }

    @Override
    public void abandon() {
      publisher.abandon();
    }
  }
}
