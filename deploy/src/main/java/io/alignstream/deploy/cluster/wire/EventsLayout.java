package io.alignstream.deploy.cluster.wire;

import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.fetch.Original;
import io.alignstream.schemas.line.Event;
import io.alignstream.schemas.line.Origin;
import io.alignstream.schemas.line.Phrase;
import io.alignstream.schemas.line.TaskKind;
import io.alignstream.schemas.line.TaskRequest;
import io.alignstream.schemas.line.Text;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** {@link Events} in bytes: every component in the order of its record. */
final class EventsLayout {
  /** Ids, numbers and lengths of an event without attributes. */
  private static final int FEW = 256;

  private EventsLayout() {}

  static byte[] write(Events events) {
    var out = new WireWriter(expectedSize(events));
    out.list(events.events(), event -> fetched(out, event));
    return out.toByteArray();
  }

  static Events read(byte[] bytes) throws NotSerializableException {
    var from = new WireReader(bytes);
    var events = new Events(from.list(() -> fetched(from)));
    from.requireEnd();
    return events;
  }

  private static int expectedSize(Events events) {
    long size = 16;
    for (var event : events.events()) {
      size += FEW + event.original().<Integer>fold(image -> image.bytes().size(), key -> 0);
      for (var caption : event.event().captions()) {
        size += caption.text().length() + 8L;
      }
    }
    return (int) Math.min(size, 1 << 30);
  }

  private static void fetched(WireWriter out, FetchedEvent fetched) {
    var event = fetched.event();
    out.text(event.eventId());
    out.text(event.imageId());
    out.optional(event.imageUri(), out::text);
    out.list(event.captions(), caption -> text(out, caption));
    out.list(event.tasks(), task -> task(out, task));
    out.optional(event.eventTime(), time -> time(out, time));
    out.list(event.attributes().entrySet(), attribute -> attribute(out, attribute));
    out.text(event.origin().topic());
    out.number(event.origin().partition());
    out.number(event.origin().offset());
    fetched
        .original()
        .fold(
            image -> {
              out.flag(true);
              out.bytes(image.bytes());
              return out;
            },
            features -> {
              out.flag(false);
              out.text(features.key());
              return out;
            });
  }

  private static FetchedEvent fetched(WireReader from) throws NotSerializableException {
    var event =
        new Event(
            from.text(),
            from.text(),
            from.optional(from::text),
            from.list(() -> text(from)),
            from.list(() -> task(from)),
            from.optional(() -> time(from)),
            attributes(from),
            new Origin(from.text(), (int) from.number(), from.number()));
    return new FetchedEvent(
        event,
        from.flag() ? new Original.Encoded(from.bytes()) : new Original.FeaturesKey(from.text()));
  }

  private static void text(WireWriter out, Text text) {
    out.text(text.text());
    out.optional(
        text.givenPhrases(),
        phrases -> out.list(phrases, phrase -> out.list(phrase.words(), out::text)));
  }

  private static Text text(WireReader from) throws NotSerializableException {
    return new Text(
        from.text(), from.optional(() -> from.list(() -> new Phrase(from.list(from::text)))));
  }

  private static void task(WireWriter out, TaskRequest task) {
    out.text(task.id());
    out.text(task.kind().name());
    text(out, task.text());
    out.list(task.choices(), out::text);
  }

  private static TaskRequest task(WireReader from) throws NotSerializableException {
    return new TaskRequest(
        from.text(), from.name(TaskKind.class), text(from), from.list(from::text));
  }

  private static void time(WireWriter out, Instant time) {
    out.signed(time.getEpochSecond());
    out.number(time.getNano());
  }

  private static Instant time(WireReader from) throws NotSerializableException {
    return Instant.ofEpochSecond(from.signed(), from.number());
  }

  private static void attribute(WireWriter out, Map.Entry<String, String> attribute) {
    out.text(attribute.getKey());
    out.text(attribute.getValue());
  }

  private static Map<String, String> attributes(WireReader from) throws NotSerializableException {
    var attributes = new HashMap<String, String>();
    for (var attribute : from.list(() -> Map.entry(from.text(), from.text()))) {
      attributes.put(attribute.getKey(), attribute.getValue());
    }
    return attributes;
  }
}
