package io.alignstream.deploy.demo;

import io.alignstream.deploy.exam.Figures;
import io.alignstream.deploy.exam.Paper;
import io.alignstream.deploy.exam.Retrieval;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends an exam through the line twice: everything that is asked about the scenes, and then, about
 * what the index's vectors find alike, whether it matches.
 *
 * @param events the exam as Kafka records
 * @param outputs what leaves the line
 * @param patience longest wait for each
 * @param terminal whether lines can be overwritten
 */
record Examination(
    KafkaSettings kafka,
    DemoEvents events,
    DemoOutputs outputs,
    Duration patience,
    PrintWriter out,
    boolean terminal) {

  /**
   * Runs it and marks it.
   *
   * @param mostTasks of one event
   * @throws IllegalStateException if not all outputs came in time
   */
  Examined run(int mostTasks) {
    var exam = events.exam();
    long began = System.nanoTime();
    var asked = asked(exam.papers(), Paper::eventId, Paper::tasks);
    through("events", events.first(), asked, DemoEvents.BROKEN);
    var answering = since(began);
    var refusals = outputs.refusals();
    int answered = (int) asked.keySet().stream().filter(id -> isWhole(id, asked)).count();

    began = System.nanoTime();
    var retrieval = Retrieval.coarse(exam, outputs.all());
    var again = events.again(retrieval, mostTasks);
    var pairs = asked(again, ImageCaptionEvent::getEventId, event -> event.getTasks().size());
    through("re-ranking", again.stream().map(events::record), pairs, 0);
    var reranking = since(began);

    var results = outputs.all();
    return new Examined(
        exam,
        results,
        retrieval,
        Figures.of(exam, results, retrieval),
        new Examined.Counts(
            asked.size() + DemoEvents.BROKEN,
            answered,
            refusals.size(),
            again.size(),
            pairs.values().stream().mapToInt(Integer::intValue).sum()),
        refusals,
        answering,
        reranking);
  }

  private static <A> Map<String, Integer> asked(
      List<A> all, Function<A, String> id, Function<A, Integer> tasks) {
    var asked = new LinkedHashMap<String, Integer>();
    all.forEach(one -> asked.put(id.apply(one), tasks.apply(one)));
    return asked;
  }

  /**
   * Sends records and waits until each has left an entry with all its answers, or a dead letter.
   *
   * @param asked tasks of each event that can be answered
   * @param broken events that cannot
   */
  private void through(
      String name,
      Stream<ProducerRecord<byte[], byte[]>> records,
      Map<String, Integer> asked,
      int broken) {
    int before = outputs.events();
    int all = asked.size() + broken;
    long began = System.nanoTime();
    var publishing = CompletableFuture.runAsync(() -> publish(records));
    var progress = new Progress(out, name, all, terminal);
    int done = 0;
    while (done < all || asked.keySet().stream().anyMatch(id -> isPartial(id, asked))) {
      if (since(began).compareTo(patience) > 0) {
        throw new IllegalStateException(
            "after %s only %d of %d events were through".formatted(patience, done, all));
      }
      outputs.poll();
      done = outputs.events() - before;
      progress.show(done);
    }
    publishing.join();
  }

  private boolean isPartial(String eventId, Map<String, Integer> asked) {
    return outputs.hasEntry(eventId) && !isWhole(eventId, asked);
  }

  private boolean isWhole(String eventId, Map<String, Integer> asked) {
    return outputs.answers(eventId) == asked.getOrDefault(eventId, 0);
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private void publish(Stream<ProducerRecord<byte[], byte[]>> records) {
    try (var producer =
        new KafkaProducer<>(
            kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      records.forEach(
          record -> {
            var unused = producer.send(record); // what gets lost is missed by whoever waits
          });
    }
  }
}
