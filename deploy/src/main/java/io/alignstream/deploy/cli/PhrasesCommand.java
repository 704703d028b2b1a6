package io.alignstream.deploy.cli;

import io.alignstream.deploy.phrases.TopicCaptions;
import io.alignstream.parse.ParseSettings;
import io.alignstream.parse.ScenePhraseExtractor;
import io.alignstream.parse.counting.CaptionSource;
import io.alignstream.parse.counting.FileCaptions;
import io.alignstream.parse.counting.PhraseCounts;
import io.alignstream.parse.counting.PhraseIds;
import io.alignstream.parse.counting.VocabularyBuild;
import io.alignstream.schemas.line.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alignstream phrases build}. */
@Command(
    name = "phrases",
    mixinStandardHelpOptions = true,
    description = "Makes phrase vocabularies.",
    subcommands = PhrasesCommand.Build.class)
final class PhrasesCommand {
  @Command(
      name = "build",
      mixinStandardHelpOptions = true,
      description = {
        "Makes an id2phrase file of the phrases that appear in at least N captions of files, or of"
            + " a topic's events.",
        "",
        "The counts are exact and lie in a working folder: after Ctrl-C or a kill, the same call"
            + " goes on where it was. The same captions always give the same file, ids by falling"
            + " count."
      },
      footer = {
        "",
        "Examples:",
        "  alignstream phrases build --in train.json --in extra.txt --out id2phrase.json"
            + " --word-pieces vocab.txt",
        "  alignstream phrases build --topic image-caption-events --out id2phrase.json --follow"
      })
  static final class Build implements Callable<Integer> {
    private static final Duration LAST_WORK = Duration.ofSeconds(20);

    @Spec private CommandSpec spec;

    @Mixin private Installation installation = new Installation();

    @Option(
        names = {"-i", "--in"},
        paramLabel = "FILE",
        description = "Captions: .json, .jsonl or .txt; may be repeated.")
    private List<Path> files = new ArrayList<>();

    @Option(
        names = "--topic",
        paramLabel = "TOPIC",
        description = "Events whose captions to count, instead of files.")
    private Optional<String> topic = Optional.empty();

    @Option(
        names = {"-f", "--follow"},
        description = {
          "Goes on with what arrives on the topic, until interrupted; the vocabulary is written"
              + " anew at every record."
        })
    private boolean follow;

    @Option(
        names = {"-o", "--out"},
        paramLabel = "FILE",
        required = true,
        description = "The id2phrase file.")
    private Path out = Path.of("");

    @Option(
        names = "--work",
        paramLabel = "DIR",
        description = "Where the counts lie (default: OUT.counts).")
    private Optional<Path> work = Optional.empty();

    @Option(
        names = {"-n", "--min-captions"},
        paramLabel = "N",
        defaultValue = "50",
        description = "A phrase must appear in so many captions (default: ${DEFAULT-VALUE}).")
    private long minCaptions;

    @Option(
        names = "--word-pieces",
        paramLabel = "FILE",
        description = {
          "The text encoder's vocab.txt: a one-word phrase that is a word piece has its id, the"
              + " others follow after the last. Without it ids begin at 30522."
        })
    private Optional<Path> wordPieces = Optional.empty();

    @Mixin private CaptionOptions options = new CaptionOptions();

    @Option(
        names = "--memory-phrases",
        paramLabel = "N",
        defaultValue = "500000",
        description = {
          "Phrases counted in memory before they go to a file, about 300 bytes each (default:"
              + " ${DEFAULT-VALUE})."
        })
    private int memoryPhrases;

    @Option(
        names = "--record-every",
        paramLabel = "SECONDS",
        defaultValue = "30",
        description = "What a kill loses at most (default: ${DEFAULT-VALUE}).")
    private long recordEvery;

    Build(CommandSpec spec) {
      this.spec = spec;
    }

    /** For picocli, which fills in the specification. */
    Build() {
      this(CommandSpec.create());
    }

    @Override
    public Integer call() throws InterruptedException {
      Logs.onlyErrors();
      if (files.isEmpty() == topic.isEmpty()) {
        throw new ParameterException(spec.commandLine(), "name files with --in, or a --topic");
      }
      var ids = wordPieces.map(PhraseIds::after).orElseGet(() -> new PhraseIds(Map.of(), 30_522));
      var folder = work.orElseGet(() -> out.resolveSibling(out.getFileName() + ".counts"));
      var corpus = topic.map(TopicCaptions::name).orElseGet(() -> FileCaptions.name(files));
      try (var counts = PhraseCounts.open(folder, corpus, memoryPhrases);
          var source = source(counts.position())) {
        if (counts.captions() > 0) {
          spec.commandLine().getErr().printf("going on after %d captions%n", counts.captions());
        }
        boolean ended = count(source, counts, extractor(), ids);
        if (ended || follow) {
          int phrases = write(counts, ids);
          spec.commandLine()
              .getOut()
              .printf("%s: %d phrases of %d captions%n", out, phrases, counts.captions());
        }
        return ended || follow ? 0 : 130; // 128 + SIGINT
      }
    }

    private boolean count(
        CaptionSource source, PhraseCounts counts, ScenePhraseExtractor extractor, PhraseIds ids) {
      var build =
          new VocabularyBuild(
              caption -> extractor.parse(Text.of(caption)).phrases(),
              Duration.ofSeconds(recordEvery));
      var goOn = new AtomicBoolean(true);
      var done = new CountDownLatch(1);
      var hook = new Thread(() -> stop(goOn, done));
      Runtime.getRuntime().addShutdownHook(hook);
      try (var progress =
          Progress.ofCorpus(
              "phrases",
              topic.isPresent() ? " events" : " KiB",
              topic.isPresent() ? 1 : 1024,
              options.quiet())) {
        build.run(
            source,
            counts,
            goOn::get,
            () -> {
              if (follow) {
                write(counts, ids);
              }
            },
            at -> progress.show(at.done(), at.all()));
        return source.isAtEnd();
      } finally {
        done.countDown();
        if (goOn.get()) {
          Runtime.getRuntime().removeShutdownHook(hook);
        }
      }
    }

    private static void stop(AtomicBoolean goOn, CountDownLatch done) {
      goOn.set(false);
      try {
        if (!done.await(LAST_WORK.toSeconds(), TimeUnit.SECONDS)) {
          System.err.println("the last batch is not recorded; it will be counted again");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private int write(PhraseCounts counts, PhraseIds ids) {
      var vocabulary = ids.number(counts.frequent(minCaptions));
      vocabulary.write(out);
      return vocabulary.size();
    }

    private CaptionSource source(String position) throws InterruptedException {
      return topic.isPresent()
          ? TopicCaptions.open(
              installation.kafka(), installation.wire(), topic.get(), follow, position)
          : FileCaptions.open(files, options.field(), position);
    }

    private ScenePhraseExtractor extractor() {
      return ScenePhraseExtractor.load(
          ParseSettings.from(installation.alignstream().getConfig("parse")));
    }
  }
}
