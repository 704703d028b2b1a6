package io.alignstream.parse.counting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.alignstream.schemas.line.Phrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyBuildTest {
  private static final VocabularyBuild BUILD =
      new VocabularyBuild(VocabularyBuildTest::phrases, Duration.ofHours(1));
  private static final int CAPTIONS = 6_000;

  @TempDir private Path folder;
  private Path corpus;
  private final Map<Phrase, Long> expected = new HashMap<>();

  @BeforeEach
  void writesACorpus() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var captions =
        random
            .ints(CAPTIONS, 0, 1_000_000)
            .mapToObj(
                i ->
                    "w%d w%d w%d w%d"
                        .formatted(i % 7, i % 101, i % 1009, i % 7)) // w(i % 7) comes twice
            .toList();
    corpus = Files.write(folder.resolve("corpus.txt"), captions);
    for (var caption : captions) {
      new HashSet<>(phrases(caption)).forEach(phrase -> expected.merge(phrase, 1L, Long::sum));
    }
  }

  @Test
  void countsExactlyHoweverLittleFitsIntoMemory() {
    for (int maxPhrases : new int[] {1, 150, 1_000_000}) {
      try (var counts = open("counts" + maxPhrases, maxPhrases);
          var source = FileCaptions.open(List.of(corpus), "text", counts.position())) {
        BUILD.run(source, counts, () -> true, () -> {}, progress -> {});

        assertThat(counts.captions()).isEqualTo(CAPTIONS);
        assertThat(all(counts)).isEqualTo(expected);
      }
    }
  }

  @Test
  void manyRunsAreMergedIntoOne() throws IOException {
    try (var counts = open("counts", 10)) {
      for (int i = 0; i < 100; i++) {
        counts.add(List.of(Phrase.of("dog"), Phrase.of("dog", "n" + i)));
        counts.record("" + i);
      }

      assertThat(counts.frequent(100)).containsExactly(new PhraseCount(Phrase.of("dog"), 100));
      assertThat(counts.frequent(1)).hasSize(101);
    }
    try (var files = Files.list(folder.resolve("counts"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".run")).count()).isLessThan(40);
    }
  }

  @Test
  void whoIsKilledGoesOnAndCountsNothingTwice() {
    int interruptions = 0;
    for (boolean ended = false; !ended; ) {
      var left = new AtomicInteger(3); // batches until the process dies
      try (var counts = open("counts", 300);
          var source = FileCaptions.open(List.of(corpus), "text", counts.position())) {
        BUILD.run(
            source,
            counts,
            () -> true,
            () -> {},
            progress -> {
              if (left.decrementAndGet() == 0) {
                throw new Killed();
              }
            });
        ended = true;
        assertThat(all(counts)).isEqualTo(expected);
        assertThat(counts.captions()).isEqualTo(CAPTIONS);
      } catch (Killed e) {
        interruptions++;
      }
    }
    assertThat(interruptions).isGreaterThan(2);
  }

  @Test
  void whoIsStoppedRecordsAndGoesOn() {
    var left = new AtomicInteger(4);
    try (var counts = open("counts", 1_000_000);
        var source = FileCaptions.open(List.of(corpus), "text", counts.position())) {
      BUILD.run(source, counts, () -> left.getAndDecrement() > 0, () -> {}, progress -> {});
      assertThat(source.isAtEnd()).isFalse();
    }
    try (var counts = open("counts", 1_000_000);
        var source = FileCaptions.open(List.of(corpus), "text", counts.position())) {
      assertThat(counts.captions()).isPositive();
      BUILD.run(source, counts, () -> true, () -> {}, progress -> {});
      assertThat(all(counts)).isEqualTo(expected);
    }
  }

  @Test
  void filesOfARunThatWasNotRecordedAreIgnored() throws IOException {
    try (var counts = open("counts", 10)) {
      counts.add(List.of(Phrase.of("dog")));
      counts.record("1");
    }
    Files.writeString(folder.resolve("counts").resolve("00000099.run"), "half a run");
    try (var counts = open("counts", 10)) {
      assertThat(counts.frequent(1)).containsExactly(new PhraseCount(Phrase.of("dog"), 1));
      assertThat(counts.position()).isEqualTo("1");
    }
  }

  @Test
  void theSameCorpusAlwaysGivesTheSameIds() {
    var ids = new PhraseIds(Map.of("w3", 17), 100);
    var files = new String[2];
    for (int i = 0; i < 2; i++) {
      try (var counts = open("counts" + i, i == 0 ? 50 : 5_000);
          var source = FileCaptions.open(List.of(corpus), "text", "")) {
        BUILD.run(source, counts, () -> true, () -> {}, progress -> {});
        var vocabulary = ids.number(counts.frequent(50));
        files[i] = vocabulary.phrases().toString();

        assertThat(vocabulary.id(Phrase.of("w3"))).hasValue(17);
        assertThat(vocabulary.phrases().keySet()).anyMatch(id -> id == 100);
        assertThat(vocabulary.phrases().values())
            .containsExactlyInAnyOrderElementsOf(
                expected.entrySet().stream()
                    .filter(entry -> entry.getValue() >= 50)
                    .map(Map.Entry::getKey)
                    .toList());
      }
    }
    assertThat(files[0]).isEqualTo(files[1]);
  }

  @Test
  void anotherCorpusOrASecondCounterIsRefused() {
    try (var counts = open("counts", 10)) {
      counts.record("");
      assertThatIllegalStateException()
          .isThrownBy(() -> open("counts", 10))
          .withMessageContaining("somebody else");
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> PhraseCounts.open(folder.resolve("counts"), "another", 10))
        .withMessageContaining("another");
  }

  @Test
  void aFileThatGotShorterIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FileCaptions.open(List.of(corpus), "text", "" + (CAPTIONS + 1)))
        .withMessageContaining("only " + CAPTIONS);
  }

  private PhraseCounts open(String name, int maxPhrases) {
    return PhraseCounts.open(folder.resolve(name), FileCaptions.name(List.of(corpus)), maxPhrases);
  }

  private static Map<Phrase, Long> all(PhraseCounts counts) {
    var all = new HashMap<Phrase, Long>();
    counts.forEach(entry -> assertThat(all.put(entry.phrase(), entry.count())).isNull());
    return all;
  }

  private static List<Phrase> phrases(String caption) {
    var words = caption.split(" ");
    return Arrays.stream(words)
        .flatMap(word -> Stream.of(Phrase.of(word), Phrase.of(words[0], word)))
        .toList();
  }

  private static final class Killed extends RuntimeException {}
}
