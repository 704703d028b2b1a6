package io.alignstream.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.parse.graph.SceneGraph;
import io.alignstream.parse.graph.SceneGraph.Name;
import io.alignstream.parse.graph.SceneGraph.Warning;
import io.alignstream.parse.phrases.PhraseVocabulary;
import io.alignstream.schemas.line.Phrase;
import io.alignstream.schemas.line.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScenePhraseExtractorTest {
  private static final PhraseVocabulary VOCABULARY =
      PhraseVocabulary.of(Map.of(11, Phrase.of("dog"), 12, Phrase.of("cat")));

  private final AtomicInteger parses = new AtomicInteger();

  @Test
  void equalTextsAreParsedOnceWhateverTheirCase() {
    var extractor = extractor(text -> scene(text), 1 << 20);

    var all =
        IntStream.range(0, 400)
            .parallel()
            .mapToObj(i -> extractor.parse(Text.of(i % 2 == 0 ? "dog" : "DOG")))
            .toList();

    assertThat(parses).hasValue(1);
    assertThat(extractor.counts().misses()).isEqualTo(1);
    assertThat(extractor.counts().hits()).isEqualTo(399);
    assertThat(all.get(0).phraseIds()).containsExactly(11);
    assertThat(all.get(1).text()).isEqualTo("DOG");
  }

  @Test
  void givenPhrasesAreUsedAsTheyAre() {
    var extractor = extractor(text -> scene(text), 1 << 20);
    var given = List.of(Phrase.of("cat"), Phrase.of("unheard of"), Phrase.of("dog"));

    var parsed = extractor.parse(new Text("a dog", Optional.of(given)));

    assertThat(parsed.phrases()).isEqualTo(given);
    assertThat(parsed.phraseIds()).containsExactly(12, 11);
    assertThat(parses).hasValue(0);
    assertThat(extractor.counts().given()).isEqualTo(1);
  }

  @Test
  void failuresAreThrownAndNotRemembered() {
    var extractor =
        extractor(
            text -> {
              throw new IllegalStateException("broken");
            },
            1 << 20);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> extractor.parse(Text.of("dog")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("broken");
    }

    assertThat(parses).hasValue(2);
    assertThat(extractor.counts().failures()).isEqualTo(2);
  }

  @Test
  void countsWarningsAndKnownPhrases() {
    var extractor =
        extractor(
            text ->
                new SceneGraph(
                    List.of(name("dog"), name("gnu")),
                    List.of(),
                    List.of(),
                    List.of(Warning.SENTENCE_TOO_LONG)),
            1 << 20);

    extractor.parse(Text.of("one"));
    extractor.parse(Text.of("two"));

    var counts = extractor.counts();
    assertThat(counts.phrases()).isEqualTo(4);
    assertThat(counts.knownPhrases()).isEqualTo(2);
    assertThat(counts.warnings())
        .containsEntry(Warning.SENTENCE_TOO_LONG, 2L)
        .containsEntry(Warning.UNPARSABLE, 0L);
  }

  @Test
  void withoutMemoryNothingIsRemembered() {
    var extractor = extractor(text -> scene(text), 0);

    for (int i = 0; i < 50; i++) {
      assertThat(extractor.parse(Text.of("cat")).phraseIds()).containsExactly(12);
    }

    assertThat(parses.get()).isEqualTo(50);
  }

  private ScenePhraseExtractor extractor(Function<String, SceneGraph> parser, long bytes) {
    return new ScenePhraseExtractor(
        text -> {
          parses.incrementAndGet();
          return parser.apply(text);
        },
        VOCABULARY,
        bytes);
  }

  private static SceneGraph scene(String object) {
    return new SceneGraph(List.of(name(object)), List.of(), List.of(), List.of());
  }

  private static Name name(String word) {
    return new Name(List.of(word), List.of());
  }
}
