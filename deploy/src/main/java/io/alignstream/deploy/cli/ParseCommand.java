package io.alignstream.deploy.cli;

import io.alignstream.parse.ParseSettings;
import io.alignstream.parse.ScenePhraseExtractor;
import io.alignstream.parse.files.Caption;
import io.alignstream.parse.files.CaptionFormat;
import io.alignstream.parse.files.CaptionReader;
import io.alignstream.parse.files.PhraseWriter;
import io.alignstream.schemas.line.Text;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alignstream parse}. */
@Command(
    name = "parse",
    mixinStandardHelpOptions = true,
    description = {
      "Finds the phrases of captions, as SPICE does.",
      "",
      "Reads a JSON list of dictionaries (.json), a dictionary a line (.jsonl) or a caption a line"
          + " (.txt) and writes the same kind: every field is kept and \"phrases\" is added; of"
          + " plain lines the phrases are written, separated by tabs, their words by \"|\"."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream parse --in pairs.json --out processed_pairs.json",
      "  alignstream parse --in captions.txt --out phrases.jsonl",
      "  echo 'two dogs play with a ball' | alignstream parse"
    })
final class ParseCommand implements Callable<Integer> {
  private static final int AT_ONCE = 256;
  private static final String STANDARD = "-";

  @Spec private CommandSpec spec;

  @Mixin private Settings settings = new Settings();

  @Option(
      names = {"-i", "--in"},
      paramLabel = "FILE",
      defaultValue = STANDARD,
      description = "Captions (default: standard input).")
  private String in = STANDARD;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = STANDARD,
      description = "Where they go with their phrases (default: standard output).")
  private String out = STANDARD;

  @Option(
      names = "--format",
      description = {
        "What the input is: ${COMPLETION-CANDIDATES} (default: as its name says; standard input is"
            + " txt). The output is the same unless its name says otherwise."
      })
  private Optional<CaptionFormat> format = Optional.empty();

  @Mixin private CaptionOptions options = new CaptionOptions();

  @Option(
      names = "--no-synonyms",
      description = "Leaves words of one caption that share a sense apart (not 'sofa/couch').")
  private boolean noSynonyms;

  ParseCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  ParseCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws IOException {
    Logs.onlyErrors();
    var read = format.or(() -> CaptionFormat.of(Path.of(in))).or(this::ofStandardInput);
    var reading = read.orElseThrow(() -> wrong("--in " + in + ": expected .json, .jsonl or .txt"));
    var writing = out.equals(STANDARD) ? reading : CaptionFormat.of(Path.of(out)).orElse(reading);
    if (!in.equals(STANDARD) && !Files.isReadable(Path.of(in))) {
      throw wrong("--in " + in + ": no such readable file");
    }
    var extractor = extractor();
    if (out.equals(STANDARD)) {
      try (var writer = new PhraseWriter(new Unclosed(System.out), writing)) {
        parse(reading, extractor, writer);
      }
      return 0;
    }
    var target = Path.of(out).toAbsolutePath();
    var draft = target.resolveSibling(target.getFileName() + ".part");
    try (var writer = new PhraseWriter(Files.newOutputStream(draft), writing)) {
      parse(reading, extractor, writer);
    }
    Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    return 0;
  }

  private void parse(CaptionFormat reading, ScenePhraseExtractor extractor, PhraseWriter writer)
      throws IOException {
    long size = in.equals(STANDARD) ? 0 : Files.size(Path.of(in));
    try (var captions =
            CaptionReader.open(
                in.equals(STANDARD) ? System.in : Files.newInputStream(Path.of(in)),
                in.equals(STANDARD) ? "standard input" : in,
                reading,
                options.field());
        var progress =
            Progress.ofCorpus("parse", " KiB", 1024, options.quiet() || in.equals(STANDARD))) {
      for (var batch = batch(captions); !batch.isEmpty(); batch = batch(captions)) {
        var texts = batch.stream().map(Caption::text).map(Text::of).toList();
        var parsed = texts.parallelStream().map(extractor::parse).toList();
        for (int i = 0; i < batch.size(); i++) {
          writer.write(batch.get(i), parsed.get(i).phrases());
        }
        writer.flush();
        progress.show(captions.bytesRead(), size);
      }
    }
    warn(extractor);
  }

  /** From standard input only what is there, since somebody may wait for each answer. */
  private List<Caption> batch(CaptionReader captions) {
    var batch = new ArrayList<Caption>();
    do {
      var caption = captions.next();
      if (caption.isEmpty()) {
        break;
      }
      batch.add(caption.get());
    } while (batch.size() < AT_ONCE && (!in.equals(STANDARD) || captions.isReady()));
    return batch;
  }

  private ScenePhraseExtractor extractor() {
    var known = ParseSettings.from(settings.config().getConfig("alignstream.parse"));
    return ScenePhraseExtractor.load(
        new ParseSettings(
            known.parallelism(),
            known.vocabulary(),
            known.synonyms() && !noSynonyms,
            known.cacheBytes(),
            known.bounds()));
  }

  private void warn(ScenePhraseExtractor extractor) {
    extractor
        .counts()
        .warnings()
        .forEach(
            (warning, count) -> {
              if (count > 0) {
                spec.commandLine().getErr().printf("%d captions: %s%n", count, warning.message());
              }
            });
  }

  private Optional<CaptionFormat> ofStandardInput() {
    return in.equals(STANDARD) ? Optional.of(CaptionFormat.TXT) : Optional.empty();
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      out.write(from, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
