package io.alignstream.deploy.cluster;

import akka.NotUsed;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.fetch.Original;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.ingest.kafka.Outputs;
import io.alignstream.schemas.Topics;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.avro.Source;
import io.alignstream.schemas.avro.Task;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Event;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Origin;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Text;
import io.alignstream.schemas.wire.AvroWire;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Events with numbers, and a second half of the line that gives the numbers back. */
public final class Echo {
  private Echo() {}

  /** An event whose offset is its number. */
  public static FetchedEvent event(int number, int imageBytes) {
    return new FetchedEvent(
        new Event(
            "event-" + number,
            "image-" + number,
            Optional.empty(),
            List.of(Text.of("picture number " + number)),
            List.of(),
            Optional.empty(),
            Map.of(),
            new Origin("image-caption-events", 0, number)),
        new Original.Encoded(Bytes.wrap(new byte[imageBytes])));
  }

  /** An index entry and one answer, which name the event. */
  public static EventOutputs outputs(FetchedEvent fetched) {
    var event = fetched.event();
    var origin = event.origin();
    var source = new Source(origin.topic(), origin.partition(), origin.offset());
    return new EventOutputs(
        event,
        IndexEntry.newBuilder()
            .setImageId(event.imageId())
            .setEventId(event.eventId())
            .setImageEmbedding(List.of(1f, 0f))
            .setSource(source)
            .setModelVersion("echo")
            .build(),
        List.of(
            Answer.newBuilder()
                .setEventId(event.eventId())
                .setTaskId("vqa")
                .setTask(Task.VQA)
                .setImageId(event.imageId())
                .setSource(source)
                .setModelVersion("echo")
                .build()));
  }

  /** Works on several events at once. */
  public static FlowWithContext<
          Outcome<FetchedEvent>, NotUsed, Outcome<EventOutputs>, NotUsed, NotUsed>
      answered(
          int parallelism, Function<FetchedEvent, CompletionStage<Outcome<EventOutputs>>> work) {
    return FlowWithContext.<Outcome<FetchedEvent>, NotUsed>create()
        .mapAsync(parallelism, event -> work.apply(event.toOptional().orElseThrow()));
  }

  /** Encodes without a registry. */
  public static Outputs encoding() {
    return new Outputs(
        Topics.defaults(), new EventLimits(1 << 20), AvroWire.withoutRegistry(), Clock.systemUTC());
  }
}
