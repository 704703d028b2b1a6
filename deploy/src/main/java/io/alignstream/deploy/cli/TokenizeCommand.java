package io.alignstream.deploy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.alignstream.encode.text.Vocabulary;
import io.alignstream.encode.text.WordPieceTokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alignstream tokenize}. */
@Command(
    name = "tokenize",
    mixinStandardHelpOptions = true,
    description = {
      "Cuts texts into BERT's word pieces, as the model reads them.",
      "",
      "One text a line in (UTF-8), one JSON object a line out, with text, tokens and ids. [CLS] and"
          + " [SEP] are not added; the special pieces in capitals, such as [MASK], stay whole."
    },
    footer = {
      "",
      "Examples:",
      "  echo 'two [MASK] are playing' | alignstream tokenize --vocab base/vocab.txt",
      "  alignstream tokenize --vocab base/vocab.txt captions.txt | jq -c .ids"
    })
final class TokenizeCommand implements Callable<Integer> {
  /** One line of the answer. */
  record Line(String text, List<String> tokens, List<Integer> ids) {}

  @Spec private CommandSpec spec;

  @Option(
      names = "--vocab",
      required = true,
      paramLabel = "FILE",
      description = "vocab.txt, one word piece a line.")
  private Path vocabulary = Path.of("");

  @Parameters(
      arity = "0..1",
      paramLabel = "TEXTS",
      description = "The file of texts (default: standard input).")
  private Optional<Path> texts = Optional.empty();

  TokenizeCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  TokenizeCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws IOException {
    if (!Files.isReadable(vocabulary)) {
      throw new IOException("--vocab " + vocabulary + ": no such readable file");
    }
    var tokenizer = new WordPieceTokenizer(Vocabulary.read(vocabulary));
    var out = spec.commandLine().getOut();
    var json = json();
    try (var reader = new BufferedReader(open())) {
      for (var text = nextLine(reader); text.isPresent(); text = nextLine(reader)) {
        out.println(line(json, tokenizer, text.get()));
        if (out.checkError()) {
          return 0; // the reader of our output has gone
        }
      }
    }
    return 0;
  }

  private Reader open() throws IOException {
    if (texts.isEmpty()) {
      return new InputStreamReader(System.in, StandardCharsets.UTF_8);
    }
    if (!Files.isReadable(texts.get())) {
      throw new IOException(texts.get() + ": no such readable file");
    }
    return new InputStreamReader(Files.newInputStream(texts.get()), StandardCharsets.UTF_8);
  }

  private static String line(ObjectWriter json, WordPieceTokenizer tokenizer, String text)
      throws JsonProcessingException {
    var tokens = tokenizer.tokenize(text);
    return json.writeValueAsString(
        new Line(text, tokens, tokens.stream().map(tokenizer.vocabulary()::id).toList()));
  }

  /** Up to the next line feed: a carriage return or U+2028 inside a text does not end it. */
  private static Optional<String> nextLine(BufferedReader reader) throws IOException {
    var line = new StringBuilder();
    int c = reader.read();
    if (c < 0) {
      return Optional.empty();
    }
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      line.append((char) c);
    }
    int last = line.length() - 1;
    if (last >= 0 && line.charAt(last) == '\r') {
      line.setLength(last);
    }
    return Optional.of(line.toString());
  }

  /** Escapes what the terminal's character set cannot show. */
  private static ObjectWriter json() {
    var writer = new ObjectMapper().writer();
    return Charset.defaultCharset().equals(StandardCharsets.UTF_8)
        ? writer
        : writer.with(JsonWriteFeature.ESCAPE_NON_ASCII);
  }
}
