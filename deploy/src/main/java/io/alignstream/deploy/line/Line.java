package io.alignstream.deploy.line;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.detect.stage.DetectStage;
import io.alignstream.encode.stage.EncodeStage;
import io.alignstream.heads.stage.HeadsStage;
import io.alignstream.ingest.check.EventCheck;
import io.alignstream.ingest.decode.ImageDecoder;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.fetch.ImageFetcher;
import io.alignstream.ingest.kafka.Output;
import io.alignstream.ingest.kafka.Outputs;
import io.alignstream.ingest.kafka.Publication;
import io.alignstream.ingest.stage.DecodeStage;
import io.alignstream.ingest.stage.FetchStage;
import io.alignstream.parse.stage.ParseStage;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Outcome;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The line as the chain of its stages. What enters leaves, in order.
 *
 * @param settings how much each stage does at once
 * @param threads where it does it
 * @param watch sees what enters and leaves each stage
 */
public record Line(LineSettings settings, Threads threads, StageWatch watch) {

  /** Both halves on one node. */
  public <C>
      FlowWithContext<ConsumerRecord<byte[], byte[]>, C, Outcome<EventOutputs>, C, NotUsed> whole(
          EventCheck check, ImageFetcher fetcher, ImageDecoder decoder, Models models) {
    return this.<C>fetched(check, fetcher).via(answered(decoder, models));
  }

  /** The half on {@code ingest} nodes: check, then fetch the image. */
  public <C>
      FlowWithContext<ConsumerRecord<byte[], byte[]>, C, Outcome<FetchedEvent>, C, NotUsed> fetched(
          EventCheck check, ImageFetcher fetcher) {
    return watched(
        "fetch",
        event -> true,
        FetchStage.flow(check, fetcher, settings.ingest().fetchParallelism(), threads.blocking()));
  }

  /** The half on {@code inference} nodes: from the encoded image to answers. */
  public <C> FlowWithContext<Outcome<FetchedEvent>, C, Outcome<EventOutputs>, C, NotUsed> answered(
      ImageDecoder decoder, Models models) {
    int images = settings.ingest().decodeParallelism();
    int texts = settings.parseParallelism();
    var computing = threads.computing();
    var inference = threads.inference();
    return FlowWithContext.<Outcome<FetchedEvent>, C>create()
        .via(watched("decode", DecodeStage.flow(decoder, images, computing)))
        .via(
            watched(
                "detect",
                DetectStage.flow(
                    models.detector(), models.features(), settings.detect(), inference)))
        .via(
            watched(
                "parse",
                ParseStage.flow(
                    models.phrases(), models.encoder()::readsPhrases, texts, computing)))
        .via(watched("encode", EncodeStage.flow(models.encoder(), settings.encode(), inference)))
        .via(watched("heads", HeadsStage.flow(models.heads(), settings.heads(), inference)));
  }

  /**
   * What {@code PartitionStream} runs: the outcomes as publications, each beside its own record.
   *
   * @param line {@link #fetched} joined with {@link #answered}, here or on other nodes, encoded
   * @param log notes each refusal
   */
  public static Flow<ConsumerRecord<byte[], byte[]>, Publication, NotUsed> publications(
      FlowWithContext<
              ConsumerRecord<byte[], byte[]>,
              ConsumerRecord<byte[], byte[]>,
              Outcome<List<Output>>,
              ConsumerRecord<byte[], byte[]>,
              NotUsed>
          line,
      Outputs outputs,
      RefusalLog log) {
    return Flow.<ConsumerRecord<byte[], byte[]>>create()
        .map(event -> Pair.create(event, event))
        .via(line.asFlow())
        .map(
            answered -> {
              log.note(answered.second(), answered.first());
              return outputs.publication(answered.second(), answered.first());
            });
  }

  private <A, B, C> FlowWithContext<Outcome<A>, C, Outcome<B>, C, NotUsed> watched(
      String stage, FlowWithContext<Outcome<A>, Passage<C>, Outcome<B>, Passage<C>, NotUsed> flow) {
    return watched(stage, outcome -> outcome.toOptional().isPresent(), flow);
  }

  /** Only what a stage works on is seen; rejections and deletions pass it by. */
  private <A, B, C> FlowWithContext<A, C, Outcome<B>, C, NotUsed> watched(
      String stage,
      Predicate<A> worked,
      FlowWithContext<A, Passage<C>, Outcome<B>, Passage<C>, NotUsed> flow) {
    return FlowWithContext.fromPairs(
        Flow.<Pair<A, C>>create()
            .map(entering -> enter(stage, worked.test(entering.first()), entering))
            .via(flow.asFlow())
            .map(leaving -> leave(stage, leaving)));
  }

  private <A, C> Pair<A, Passage<C>> enter(String stage, boolean worked, Pair<A, C> entering) {
    if (worked) {
      watch.entered(stage);
    }
    return Pair.create(
        entering.first(), new Passage<>(entering.second(), worked, System.nanoTime()));
  }

  private <B, C> Pair<Outcome<B>, C> leave(String stage, Pair<Outcome<B>, Passage<C>> leaving) {
    var passage = leaving.second();
    if (passage.worked()) {
      watch.left(stage, leaving.first(), System.nanoTime() - passage.since());
    }
    return Pair.create(leaving.first(), passage.context());
  }

  /** A context on its way through a stage, and since when. */
  private record Passage<C>(C context, boolean worked, long since) {}
}
