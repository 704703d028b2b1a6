package io.alignstream.parse;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.alignstream.parse.corenlp.CoreNlpParser;
import io.alignstream.parse.graph.SceneGraph;
import io.alignstream.parse.graph.WordSenses;
import io.alignstream.parse.phrases.PhraseVocabulary;
import io.alignstream.parse.synonyms.WordNetSenses;
import io.alignstream.schemas.line.ParsedText;
import io.alignstream.schemas.line.Phrase;
import io.alignstream.schemas.line.Text;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Reads phrases off scene graphs and remembers those of recent texts, so that a text that comes
 * again (or comes several times at once) is parsed once.
 */
public final class ScenePhraseExtractor implements PhraseExtractor {
  private final Function<String, SceneGraph> parser;
  private final PhraseVocabulary vocabulary;
  private final AsyncCache<String, Found> recent; // by the text in lower case
  private final ParseMeter meter = new ParseMeter();

  private record Found(List<Phrase> phrases, List<Integer> ids) {
    /** Bytes of heap, roughly: words are shared hardly ever. */
    int weight(String text) {
      int words = phrases.stream().mapToInt(phrase -> phrase.words().size()).sum();
      return 200 + text.length() + 64 * phrases.size() + 72 * words + 20 * ids.size();
    }
  }

  /**
   * An extractor over a parser.
   *
   * @param parser the scene graph of a text; thread-safe
   * @param cacheBytes memory for phrases of recent texts
   */
  public ScenePhraseExtractor(
      Function<String, SceneGraph> parser, PhraseVocabulary vocabulary, long cacheBytes) {
    this.parser = parser;
    this.vocabulary = vocabulary;
    this.recent =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .weigher((String text, Found found) -> found.weight(text))
            .executor(Runnable::run) // eviction is quick, and then the bound holds at once
            .buildAsync();
  }

  /**
   * SPICE's parser as the settings ask for it; takes a second or two.
   *
   * @throws IllegalArgumentException if the vocabulary cannot be read
   * @throws IllegalStateException if the grammar or WordNet is not on the class path
   */
  public static ScenePhraseExtractor load(ParseSettings settings) {
    var senses = settings.synonyms() ? WordNetSenses.open() : WordSenses.none();
    var parser = new SceneGraphParser(CoreNlpParser.load(settings.bounds()), senses);
    var vocabulary =
        settings.vocabulary().map(PhraseVocabulary::read).orElseGet(PhraseVocabulary::empty);
    return new ScenePhraseExtractor(parser::parse, vocabulary, settings.cacheBytes());
  }

  /** What has been done so far, for metrics. */
  public ParseCounts counts() {
    return meter.counts();
  }

  @Override
  public ParsedText parse(Text text) {
    return text.givenPhrases()
        .map(
            phrases -> {
              meter.given.increment();
              return new ParsedText(text.text(), phrases, vocabulary.ids(phrases));
            })
        .orElseGet(
            () -> {
              var found = find(text.text().toLowerCase(Locale.ROOT));
              return new ParsedText(text.text(), found.phrases(), found.ids());
            });
  }

  /** Whoever comes first parses; others wait for it, and no lock of the cache is held meanwhile. */
  private Found find(String text) {
    var mine = new CompletableFuture<Found>();
    var theirs = recent.asMap().putIfAbsent(text, mine);
    if (theirs != null) {
      meter.hits.increment();
      return result(theirs);
    }
    meter.misses.increment();
    try {
      mine.complete(read(text));
    } catch (Throwable e) {
      meter.failures.increment();
      mine.completeExceptionally(e); // which also takes it out of the cache
    }
    return result(mine);
  }

  private Found read(String text) {
    long begin = System.nanoTime();
    var graph = parser.apply(text);
    var found = new Found(graph.phrases(), vocabulary.ids(graph.phrases()));
    meter.nanoseconds.add(System.nanoTime() - begin);
    meter.phrases.add(found.phrases().size());
    meter.knownPhrases.add(found.ids().size());
    graph.warnings().forEach(meter::warned);
    return found;
  }

  private static Found result(CompletableFuture<Found> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
