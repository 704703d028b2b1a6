package io.alignstream.deploy.cluster.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.fetch.Original;
import io.alignstream.ingest.kafka.Output;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Event;
import io.alignstream.schemas.line.Origin;
import io.alignstream.schemas.line.Phrase;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.TaskKind;
import io.alignstream.schemas.line.TaskRequest;
import io.alignstream.schemas.line.Text;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.time.api.DateTimes;

/** What was written is read, and what was not written by us is refused. */
class LayoutTest {

  @Property(tries = 300)
  void eventsComeBackAsTheyWere(@ForAll("events") Events events) throws Exception {
    assertThat(EventsLayout.read(EventsLayout.write(events))).isEqualTo(events);
  }

  @Property(tries = 300)
  void repliesComeBackAsTheyWere(@ForAll("replies") Replies replies) throws Exception {
    assertThat(RepliesLayout.read(RepliesLayout.write(replies))).isEqualTo(replies);
  }

  @Property
  void numbersComeBackAsTheyWere(@ForAll long number) throws Exception {
    var out = new WireWriter(1);
    out.number(number);
    out.signed(number);
    var from = new WireReader(out.toByteArray());
    assertThat(List.of(from.number(), from.signed())).containsExactly(number, number);
    from.requireEnd();
  }

  @Property(tries = 200)
  void whatIsCutOffIsRefused(@ForAll("events") Events events, @ForAll double where) {
    var whole = EventsLayout.write(events);
    var cut = Arrays.copyOf(whole, (int) (Math.abs(where % 1) * whole.length));
    assertThatThrownBy(() -> EventsLayout.read(cut)).isInstanceOf(NotSerializableException.class);
  }

  @Property(tries = 500)
  void noiseNeverAsksForMoreMemoryThanItHas(@ForAll byte[] noise) {
    try {
      assertThat(EventsLayout.read(noise).events().size()).isLessThanOrEqualTo(noise.length);
    } catch (NotSerializableException | IllegalArgumentException | java.time.DateTimeException e) {
      assertThat(e).hasMessageNotContaining("heap");
    }
  }

  @Example
  void anEventCostsLittleBesideItsImage() {
    var image = new byte[200_000];
    var event =
        new FetchedEvent(
            new Event(
                "event-000001",
                "image-000001",
                Optional.empty(),
                List.of(Text.of("a red square above a blue circle")),
                List.of(),
                Optional.empty(),
                java.util.Map.of(),
                new Origin("image-caption-events", 3, 1_000_000)),
            new Original.Encoded(Bytes.wrap(image)));
    assertThat(EventsLayout.write(new Events(List.of(event))).length - image.length)
        .isLessThan(100);
  }

  @Provide
  Arbitrary<Events> events() {
    return event().list().ofMaxSize(4).map(Events::new).filter(some -> !some.events().isEmpty());
  }

  @Provide
  Arbitrary<Replies> replies() {
    Arbitrary<Reply> answered =
        Combinators.combine(
                Combinators.combine(words(), bytes(), bytes()).as(Output::new).list().ofMaxSize(3),
                Arbitraries.of(true, false))
            .as(Reply.Answered::new);
    Arbitrary<Reply> refused =
        Combinators.combine(words(), Arbitraries.of(Reason.Code.class), words(), words())
            .as(
                (stage, code, message, cause) ->
                    new Reply.Refused(new Reason(stage, code, message, cause)));
    Arbitrary<Reply> removed = words().map(Reply.Removed::new);
    Arbitrary<Reply> failed = words().map(Reply.Failed::new);
    return Arbitraries.oneOf(answered, refused, removed, failed)
        .list()
        .ofMaxSize(5)
        .map(Replies::new);
  }

  private static Arbitrary<FetchedEvent> event() {
    Arbitrary<Instant> time = DateTimes.instants();
    Arbitrary<Origin> origin =
        Combinators.combine(
                words(),
                Arbitraries.integers().between(0, Integer.MAX_VALUE),
                Arbitraries.longs().greaterOrEqual(0))
            .as(Origin::new);
    Arbitrary<Original> original =
        Arbitraries.oneOf(
            bytes().map(Original.Encoded::new), words().map(Original.FeaturesKey::new));
    return Combinators.combine(
            words(),
            words().optional(),
            text().list().ofMaxSize(3),
            task().list().ofMaxSize(3),
            time.optional(),
            Arbitraries.maps(words(), words()).ofMaxSize(3),
            origin,
            original)
        .as(
            (id, uri, captions, tasks, eventTime, attributes, from, image) ->
                new FetchedEvent(
                    new Event(
                        id, "image of " + id, uri, captions, tasks, eventTime, attributes, from),
                    image));
  }

  private static Arbitrary<Text> text() {
    var phrase = words().list().ofMinSize(1).ofMaxSize(3).map(Phrase::new);
    return Combinators.combine(words(), phrase.list().ofMaxSize(3).optional()).as(Text::new);
  }

  private static Arbitrary<TaskRequest> task() {
    return Combinators.combine(
            words(), Arbitraries.of(TaskKind.class), text(), words().list().ofMaxSize(3))
        .as(TaskRequest::new);
  }

  /** All of Unicode but halves of characters, which no UTF-8 has. */
  private static Arbitrary<String> words() {
    return Arbitraries.strings()
        .all()
        .excludeChars('\0')
        .ofMaxLength(12)
        .map(
            text ->
                new String(
                    text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    java.nio.charset.StandardCharsets.UTF_8));
  }

  private static Arbitrary<Bytes> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(Bytes::wrap);
  }
}
