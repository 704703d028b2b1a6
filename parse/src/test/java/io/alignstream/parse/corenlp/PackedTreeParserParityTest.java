package io.alignstream.parse.corenlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.ling.SentenceUtils;
import edu.stanford.nlp.trees.Tree;
import io.alignstream.parse.graph.SpiceGolden;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The fast chart parser beside CoreNLP's: 3.6.0's recorded trees, and 4.5.10's own answers. */
class PackedTreeParserParityTest {
  private static final List<JsonNode> SENTENCES =
      SpiceGolden.read("spice-graphs.jsonl").stream()
          .flatMap(line -> StreamSupport.stream(line.get("sentences").spliterator(), false))
          .toList();

  private static TreeParser packed;
  private static TreeParser plain;

  @BeforeAll
  static void loadsTheGrammar() {
    var grammar = GrammarFile.load();
    packed = new PackedTreeParser(grammar);
    plain = new PlainTreeParser(grammar);
  }

  /** Of 1,721 captions, the later CoreNLP itself finds another tree for two. */
  @Test
  void findsTheRecordedTrees() {
    var unequal =
        SENTENCES.parallelStream()
            .filter(sentence -> !tree(packed, words(sentence)).equals(recorded(sentence)))
            .toList();

    System.out.printf(
        "fast chart parser: %d of %d recorded trees equal%n",
        SENTENCES.size() - unequal.size(), SENTENCES.size());
    assertThat(unequal).hasSizeLessThanOrEqualTo(2);
    for (var sentence : unequal) {
      assertThat(tree(packed, words(sentence))).isEqualTo(tree(plain, words(sentence)));
    }
  }

  @Test
  void findsCoreNlpsTreeOfCaptionsAndOddSentences() {
    var captions =
        IntStream.iterate(0, i -> i < SENTENCES.size(), i -> i + 16)
            .mapToObj(i -> words(SENTENCES.get(i)));
    var odd =
        Stream.of(
                "dog",
                ".",
                "? ! ? !",
                "qwrtz plmfk bqrt xx-yy 17.5% gizmos zorbling",
                "[MASK] [MASK] [MASK]",
                "the the the the of of of",
                "buffalo buffalo buffalo buffalo buffalo",
                "colour grey theatre organise",
                "what is the man , who was seen near the lake , doing ?",
                "is there a cat that sits on top of the tv ?",
                "left man in the blue shirt closest to us",
                "-LRB- -LRB- -RRB- `` '' $ # : ;",
                "größe ☃ 東京 привет",
                "a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a")
            .map(text -> List.of(text.split(" ")));

    for (var sentence : Stream.concat(captions, odd).toList()) {
      assertThat(tree(packed, sentence)).as("%s", sentence).isEqualTo(tree(plain, sentence));
    }
  }

  private static String tree(TreeParser parser, List<String> words) {
    List<CoreLabel> labels = SentenceUtils.toCoreLabelList(words.toArray(String[]::new));
    return parser.parse(labels).map(Tree::toString).orElse("none");
  }

  private static List<String> words(JsonNode sentence) {
    var words = new ArrayList<String>();
    sentence.get("tokens").forEach(token -> words.add(token.get(0).asText()));
    return words;
  }

  private static String recorded(JsonNode sentence) {
    return sentence.get("tree").asText();
  }
}
