package io.alignstream.parse.corenlp;

import edu.stanford.nlp.ling.CoreAnnotations.SentencesAnnotation;
import edu.stanford.nlp.ling.CoreAnnotations.TokensAnnotation;
import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.parser.common.ParserUtils;
import edu.stanford.nlp.parser.lexparser.LexicalizedParser;
import edu.stanford.nlp.pipeline.Annotation;
import edu.stanford.nlp.pipeline.TokenizerAnnotator;
import edu.stanford.nlp.util.CoreMap;
import io.alignstream.parse.graph.DependencyGraph;
import io.alignstream.parse.graph.DependencyParser;
import io.alignstream.parse.graph.SceneGraph.Warning;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * CoreNLP with the grammar of 3.6.0. Words of one text are split, tagged and parsed as the original
 * pipeline of SPICE did. Thread-safe: what changes while parsing belongs to one call.
 */
public final class CoreNlpParser implements DependencyParser {
  private static final String OLDER_TOKENIZATION =
      "ptb3Escaping=true,splitHyphenated=false,splitForwardSlash=false,untokenizable=noneDelete";

  private final TokenizerAnnotator tokenizer;
  private final TreeParser trees;
  private final TreeDependencies dependencies;
  private final Bounds bounds;

  private CoreNlpParser(LexicalizedParser grammar, TreeParser trees, Bounds bounds) {
    this.tokenizer = new TokenizerAnnotator(tokenization());
    this.trees = trees;
    this.dependencies = new TreeDependencies(grammar.getTLPParams());
    this.bounds = bounds;
  }

  /**
   * Loads the grammar (about a second) and packs it for the fast chart parser.
   *
   * @throws IllegalStateException if the grammar file is missing or is another one
   */
  public static CoreNlpParser load(Bounds bounds) {
    var grammar = GrammarFile.load();
    return new CoreNlpParser(grammar, new PackedTreeParser(grammar), bounds);
  }

  /** The same with CoreNLP's own chart parser, to compare with: equal graphs, more slowly. */
  public static CoreNlpParser loadPlain(Bounds bounds) {
    var grammar = GrammarFile.load();
    return new CoreNlpParser(grammar, new PlainTreeParser(grammar), bounds);
  }

  @Override
  public Parsed parse(String text) {
    var warnings = EnumSet.noneOf(Warning.class);
    var graphs = new ArrayList<DependencyGraph>();
    var lemmas = new Lemmas();
    for (var words : sentences(text, warnings)) {
      graphs.add(graph(words, lemmas, warnings));
    }
    return new Parsed(graphs, List.copyOf(warnings));
  }

  private List<List<CoreLabel>> sentences(String text, Set<Warning> warnings) {
    var annotation = new Annotation(cut(text, warnings));
    tokenizer.annotate(annotation);
    var sentences = new ArrayList<List<CoreLabel>>();
    int left = 2 * bounds.maxWords();
    for (CoreMap sentence : annotation.get(SentencesAnnotation.class)) {
      if (sentences.size() == bounds.maxSentences() || left <= 0) {
        warnings.add(Warning.TOO_MANY_SENTENCES);
        break;
      }
      var words = sentence.get(TokensAnnotation.class);
      if (words.size() > bounds.maxWords()) {
        warnings.add(Warning.SENTENCE_TOO_LONG);
      }
      var kept = words.subList(0, Math.min(words.size(), bounds.maxWords()));
      sentences.add(kept);
      left -= kept.size();
    }
    return sentences;
  }

  private String cut(String text, Set<Warning> warnings) {
    if (text.length() <= bounds.maxCharacters()) {
      return text;
    }
    warnings.add(Warning.TEXT_TOO_LONG);
    int end = bounds.maxCharacters();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }

  private DependencyGraph graph(List<CoreLabel> words, Lemmas lemmas, Set<Warning> warnings) {
    var tree = trees.parse(words);
    if (tree.isEmpty()) {
      warnings.add(Warning.UNPARSABLE);
    }
    return dependencies.graph(tree.orElseGet(() -> ParserUtils.xTree(words)), words, lemmas);
  }

  private static Properties tokenization() {
    var properties = new Properties();
    properties.setProperty("tokenize.language", "en");
    properties.setProperty("tokenize.options", OLDER_TOKENIZATION);
    return properties;
  }
}
