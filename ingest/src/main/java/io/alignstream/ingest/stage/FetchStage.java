package io.alignstream.ingest.stage;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.supplyAsync;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.ingest.check.CheckedEvent;
import io.alignstream.ingest.check.EventCheck;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.fetch.ImageFetcher;
import io.alignstream.schemas.line.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Checks events and fetches their images. */
public final class FetchStage {
  /** Bytes of the records that are checked in one go; a larger record is alone. */
  private static final long TOGETHER = 64 << 10;

  /** What a record counts besides its value, so that not too many small ones come together. */
  private static final long EACH = 1 << 10;

  private FetchStage() {}

  /**
   * One outcome a record, in order. Records that wait are checked together, since for a small one
   * the way to another thread costs more than its check; only an image that lies elsewhere is then
   * fetched by itself.
   *
   * @param parallelism records in work at once
   * @param blocking where checking and fetching wait; give it as many threads
   */
  public static <C>
      FlowWithContext<ConsumerRecord<byte[], byte[]>, C, Outcome<FetchedEvent>, C, NotUsed> flow(
          EventCheck check, ImageFetcher fetcher, int parallelism, Executor blocking) {
    return FlowWithContext.fromPairs(
        Flow.<Pair<ConsumerRecord<byte[], byte[]>, C>>create()
            .batchWeighted(
                TOGETHER,
                record -> EACH + Math.max(0, record.first().serializedValueSize()),
                FetchStage::first,
                FetchStage::and)
            .mapAsync(parallelism, records -> supplyAsync(() -> checked(records, check), blocking))
            .mapConcat(checked -> checked)
            .mapAsync(parallelism, checked -> fetched(checked, fetcher, blocking)));
  }

  private static <A> List<A> first(A one) {
    var some = new ArrayList<A>();
    some.add(one);
    return some;
  }

  private static <A> List<A> and(List<A> some, A more) {
    some.add(more);
    return some;
  }

  private static <C> List<Pair<Outcome<CheckedEvent>, C>> checked(
      List<Pair<ConsumerRecord<byte[], byte[]>, C>> records, EventCheck check) {
    var checked = new ArrayList<Pair<Outcome<CheckedEvent>, C>>(records.size());
    for (var record : records) {
      checked.add(Pair.create(check.check(record.first()), record.second()));
    }
    return checked;
  }

  private static <C> CompletionStage<Pair<Outcome<FetchedEvent>, C>> fetched(
      Pair<Outcome<CheckedEvent>, C> checked, ImageFetcher fetcher, Executor blocking) {
    var event = checked.first();
    boolean waits = event.toOptional().filter(CheckedEvent::isElsewhere).isPresent();
    return waits
        ? supplyAsync(() -> fetched(checked, fetcher), blocking)
        : completedFuture(fetched(checked, fetcher));
  }

  private static <C> Pair<Outcome<FetchedEvent>, C> fetched(
      Pair<Outcome<CheckedEvent>, C> checked, ImageFetcher fetcher) {
    return Pair.create(checked.first().flatMap(fetcher::fetch), checked.second());
  }
}
