package io.alignstream.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.parse.corenlp.Bounds;
import io.alignstream.parse.corenlp.CoreNlpParser;
import io.alignstream.parse.graph.SceneGraph;
import io.alignstream.parse.graph.SceneGraph.Name;
import io.alignstream.parse.graph.SceneGraph.Warning;
import io.alignstream.parse.graph.Span;
import io.alignstream.parse.synonyms.WordNetSenses;
import io.alignstream.schemas.line.Phrase;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any text; jqwik prints its seed when something does not. */
class SceneGraphParserPropertyTest {
  private static final CoreNlpParser DEPENDENCIES = CoreNlpParser.load(Bounds.defaults());
  private static final SceneGraphParser PARSER =
      new SceneGraphParser(DEPENDENCIES, WordNetSenses.open());

  /** Tighter in words than the defaults, under which each of these texts takes up to 20 s. */
  private static final Bounds BOUNDS = new Bounds(2_000, 32, 45);

  private static final SceneGraphParser BOUNDED =
      new SceneGraphParser(CoreNlpParser.load(BOUNDS), WordNetSenses.open());

  /** What the rules may add to a caption's own words (possession; nouns used as adverbs). */
  private static final Set<String> ADDED = Set.of("have", "tmod", "npmod");

  @Property(tries = 150)
  void anyStringHasASceneGraphWithSpansInIt(@ForAll @StringLength(max = 60) String text) {
    var graph = PARSER.parse(text);

    assertThat(spans(graph)).allMatch(span -> span.end() <= text.length());
    assertThat(graph.phrases()).doesNotHaveDuplicates();
  }

  @Property(tries = 60)
  void parsingIsDeterministicOnAnyThread(@ForAll("captions") String caption) {
    var first = PARSER.parse(caption);

    assertThat(IntStream.range(0, 4).parallel().mapToObj(i -> PARSER.parse(caption)).toList())
        .allMatch(first::equals);
  }

  @Property(tries = 120)
  void phrasesOnlyContainLemmasOfTheCaptionsWords(@ForAll("captions") String caption) {
    var allowed = new HashSet<>(ADDED);
    DEPENDENCIES.parse(caption.toLowerCase(Locale.ROOT)).sentences().stream()
        .flatMap(sentence -> sentence.tokens().stream())
        .flatMap(token -> Stream.of(token.word().toLowerCase(Locale.ROOT), token.name()))
        .flatMap(SceneGraphParserPropertyTest::pieces)
        .forEach(allowed::add);

    for (Phrase phrase : PARSER.parse(caption).phrases()) {
      assertThat(phrase.words().stream().flatMap(SceneGraphParserPropertyTest::pieces).toList())
          .as("%s of '%s'", phrase, caption)
          .isSubsetOf(allowed);
    }
  }

  @Property(tries = 60)
  void theCaseOfACaptionChangesNothing(@ForAll("captions") String caption) {
    assertThat(PARSER.parse(caption.toUpperCase(Locale.ROOT)).phrases())
        .isEqualTo(PARSER.parse(caption).phrases());
  }

  @Provide
  Arbitrary<String> captions() {
    var words =
        ("a the two some lots of man woman dogs sofa couch people bus red older tall is are was"
                + " sitting riding holding parked with on in front next to of his her it and or ,"
                + " . no there that who by ? what left side 's umbrella grass lot group snow not"
                + " at top looking up [mask] and/or t-shirt 3 can't ( ) \" zorbling")
            .split(" ");
    return Arbitraries.of(words)
        .list()
        .ofMinSize(1)
        .ofMaxSize(14)
        .map(all -> String.join(" ", all));
  }

  static List<String> hostileTexts() {
    return List.of(
        "",
        " \t\r\n",
        "\u0000\u0001\u001b[31m\u007f\u0085\u2028\u202e",
        "\ud83d\ude00\ud83d\udc69\u200d\ud83d\ude80 \ufeff \ud800 lone",
        "[".repeat(1 << 20),
        "() ".repeat(350_000),
        "a dog and ".repeat(2_500) + "a cat",
        "word ".repeat(10_000),
        "x".repeat(1_000_000),
        ". ".repeat(100_000),
        "http://a.b/" + "c/".repeat(50_000),
        "\u0130".repeat(5_000), // grows in lower case
        "of of of the the the to to to in in in ".repeat(30),
        "$1,000,000.00 ".repeat(2_000));
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void hostileTextsGiveTheResultOfTheirBeginning(String text) {
    var graph = BOUNDED.parse(text);

    assertThat(spans(graph)).allMatch(span -> span.end() <= text.length());
    if (text.length() > BOUNDS.maxCharacters()) {
      assertThat(graph.warnings()).contains(Warning.TEXT_TOO_LONG);
    }
  }

  @Test
  void aLongSentenceIsCutAndWarnedAbout() {
    var parser =
        new SceneGraphParser(CoreNlpParser.load(new Bounds(1_000, 2, 6)), WordNetSenses.open());

    var graph = parser.parse("a dog on a bench with a red cat");
    assertThat(graph.warnings()).containsExactly(Warning.SENTENCE_TOO_LONG);
    assertThat(graph.phrases()).contains(Phrase.of("dog")).doesNotContain(Phrase.of("cat"));

    assertThat(parser.parse("a dog. a cat. a horse.").warnings())
        .containsExactly(Warning.TOO_MANY_SENTENCES);

    var many =
        new SceneGraphParser(CoreNlpParser.load(new Bounds(1_000, 32, 6)), WordNetSenses.open());
    assertThat(many.parse("a dog. ".repeat(10)).warnings())
        .containsExactly(Warning.TOO_MANY_SENTENCES); // twice six words
  }

  @Test
  void theExamplesOfMvptrsReadmeAreExact() {
    assertThat(
            PARSER.parse("A narrow kitchen filled with appliances and cooking utensils.").phrases())
        .containsExactly(
            Phrase.of("appliance"),
            Phrase.of("kitchen"),
            Phrase.of("kitchen", "fill with", "appliance"),
            Phrase.of("kitchen", "fill with", "utensil"),
            Phrase.of("kitchen", "narrow"),
            Phrase.of("utensil"),
            Phrase.of("utensil", "cooking"));
    assertThat(PARSER.parse("A child holding a flowered umbrella and petting a yak.").phrases())
        .containsExactly(
            Phrase.of("child"),
            Phrase.of("umbrella"),
            Phrase.of("umbrella", "flowered"),
            Phrase.of("yak"));
  }

  private static Stream<String> pieces(String words) {
    return Arrays.stream(words.split("[ /_]")).filter(piece -> !piece.isEmpty());
  }

  private static Set<Span> spans(SceneGraph graph) {
    return graph.spokenPhrases().stream()
        .flatMap(List::stream)
        .map(Name::spans)
        .flatMap(List::stream)
        .collect(Collectors.toSet());
  }
}
