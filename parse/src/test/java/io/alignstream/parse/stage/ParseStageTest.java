package io.alignstream.parse.stage;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.japi.Pair;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.testkit.javadsl.TestKit;
import io.alignstream.parse.PhraseExtractor;
import io.alignstream.schemas.line.DetectedEvent;
import io.alignstream.schemas.line.Event;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Origin;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import io.alignstream.schemas.line.ParsedText;
import io.alignstream.schemas.line.Phrase;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.Regions;
import io.alignstream.schemas.line.TaskKind;
import io.alignstream.schemas.line.TaskRequest;
import io.alignstream.schemas.line.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ParseStageTest {
  private static final ActorSystem SYSTEM = ActorSystem.create();
  private static final Reason REFUSED =
      Reason.of("detect", Reason.Code.MODEL_FAILED, "refused before");
  private static final PhraseExtractor WORDS =
      text -> {
        if (text.text().equals("poison")) {
          throw new IllegalStateException("cannot read this");
        }
        return new ParsedText(text.text(), List.of(Phrase.of(text.text())), List.of(7));
      };

  @AfterAll
  static void stop() {
    TestKit.shutdownActorSystem(SYSTEM);
  }

  @Test
  void everyTextOfAnEventIsParsed() {
    var out = run(List.of(Pair.create(Outcome.accepted(event("dog", "cat", "why")), 4L)));

    var parsed = out.get(0).first().toOptional().orElseThrow();
    assertThat(parsed.captions()).extracting(ParsedText::text).containsExactly("dog", "cat");
    assertThat(parsed.taskTexts()).extracting(ParsedText::text).containsExactly("why");
    assertThat(parsed.captions().get(1).phrases()).containsExactly(Phrase.of("cat"));
  }

  @Test
  void aTextWhosePhrasesNobodyReadsIsNotParsed() {
    var vqa = event("dog", "cat", "why").event();
    var hidden = new TaskRequest("m", TaskKind.MASKED_TOKENS, Text.of("poison"), List.of());

    var parsed =
        ParseStage.parsed(
            WORDS,
            task -> task == TaskKind.VQA,
            new Event(
                "event",
                "image",
                Optional.empty(),
                vqa.captions(),
                List.of(hidden, vqa.tasks().get(0)),
                Optional.empty(),
                Map.of(),
                vqa.origin()),
            new Regions(10, 10, List.of(), FloatMatrix.wrap(0, 5, new float[0])));

    assertThat(parsed.taskTexts())
        .containsExactly(
            new ParsedText("poison", List.of(), List.of()),
            new ParsedText("why", List.of(Phrase.of("why")), List.of(7)));
    assertThat(parsed.captions().get(0).phrases()).containsExactly(Phrase.of("dog"));
  }

  @Test
  void everyOutcomeStaysInItsPlaceWithItsContext() {
    var in =
        LongStream.range(0, 40)
            .mapToObj(
                i ->
                    Pair.create(
                        i % 7 == 3
                            ? Outcome.<DetectedEvent>rejected(REFUSED)
                            : i % 7 == 5
                                ? Outcome.<DetectedEvent>deleted("image" + i)
                                : Outcome.accepted(event("a" + i, "b" + i, "c" + i)),
                        i))
            .toList();

    var out = run(in);

    assertThat(out).extracting(Pair::second).isEqualTo(in.stream().map(Pair::second).toList());
    for (int i = 0; i < 40; i++) {
      var outcome = out.get(i).first();
      var expected = i % 7 == 3 ? "refused before" : i % 7 == 5 ? "image" + i : "a" + i;
      assertThat(
              outcome.<String>fold(
                  parsed -> parsed.captions().get(0).text(), Reason::message, id -> id))
          .isEqualTo(expected);
    }
  }

  @Test
  void anEventAtWhichTheParserFailsIsRejectedAlone() {
    var out =
        run(
            List.of(
                Pair.create(Outcome.accepted(event("dog", "poison", "why")), 1L),
                Pair.create(Outcome.accepted(event("dog", "cat", "why")), 2L)));

    assertThat(out.get(0).first().<Reason>fold(parsed -> REFUSED, reason -> reason, id -> REFUSED))
        .satisfies(
            reason -> {
              assertThat(reason.stage()).isEqualTo("parse");
              assertThat(reason.code()).isEqualTo(Reason.Code.MODEL_FAILED);
              assertThat(reason.message()).contains("cannot read this");
            });
    assertThat(out.get(1).first().toOptional()).isPresent();
  }

  private static DetectedEvent event(String caption, String other, String question) {
    return new DetectedEvent(
        new Event(
            "event",
            "image",
            Optional.empty(),
            List.of(Text.of(caption), Text.of(other)),
            List.of(new TaskRequest("q", TaskKind.VQA, Text.of(question), List.of())),
            Optional.empty(),
            Map.of(),
            new Origin("events", 0, 0)),
        new Regions(10, 10, List.of(), FloatMatrix.wrap(0, 5, new float[0])));
  }

  private static List<Pair<Outcome<ParsedEvent>, Long>> run(
      List<Pair<Outcome<DetectedEvent>, Long>> in) {
    return Source.from(in)
        .via(
            ParseStage.<Long>flow(WORDS, task -> task == TaskKind.VQA, 3, ForkJoinPool.commonPool())
                .asFlow())
        .runWith(Sink.seq(), SYSTEM)
        .toCompletableFuture()
        .join();
  }
}
