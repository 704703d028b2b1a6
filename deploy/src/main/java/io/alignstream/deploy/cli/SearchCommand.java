package io.alignstream.deploy.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alignstream.deploy.ask.PictureException;
import io.alignstream.deploy.ask.Search;
import io.alignstream.deploy.ask.Search.Hit;
import io.alignstream.deploy.ask.SearchSheet;
import io.alignstream.schemas.line.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alignstream search}. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description = {
      "Finds the images of a directory that a text describes.",
      "",
      "Every image is embedded once. A text first ranks all of them by the cosine of its vector and"
          + " theirs, then the best of these again by image-text matching, which sees both together"
          + " (--rerank). Prints rank, match, cosine and file."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream search --dir scenes --text 'two red circles'",
      "  alignstream search --dir photos -t 'a dog on a beach' -t 'a bus' --top 3 --out hits.html",
      "  alignstream search --dir photos -t 'a dog' --cache .regions --checkpoint"
          + " out/retrieval/best --detector vinvl"
    })
final class SearchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ModelOptions models = new ModelOptions();

  @Option(
      names = {"-d", "--dir"},
      required = true,
      paramLabel = "DIR",
      description = "Where the images are (jpg, png, webp, gif, bmp).")
  private Path directory = Path.of("");

  @Option(
      names = {"-t", "--text"},
      required = true,
      paramLabel = "TEXT",
      description = "What to find; once a search.")
  private List<String> texts = List.of();

  @Option(
      names = {"-n", "--top"},
      paramLabel = "N",
      defaultValue = "5",
      description = "Hits a text (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--rerank",
      paramLabel = "K",
      defaultValue = "32",
      description = "How many are ranked again; 0 for none (default: ${DEFAULT-VALUE}).")
  private int again;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Keeps what the detector finds there, so that the next search of these images is quick.")
  private Optional<Path> cache = Optional.empty();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Draws the hits: a .png, or an .html page.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--json", description = "One JSON object a text, a line each, for programs.")
  private boolean json;

  SearchCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  SearchCommand() {
    this(CommandSpec.create());
  }

  /** 0, or 1 if an image could not be used; the others are searched all the same. */
  @Override
  public Integer call() throws IOException {
    check();
    var images = ImageNames.in(directory);
    if (images.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--dir %s holds no images".formatted(directory));
    }
    var kept = cache.isPresent() ? cache.get() : Files.createTempDirectory("alignstream-regions");
    try {
      return search(images, kept);
    } finally {
      if (cache.isEmpty()) {
        delete(kept);
      }
    }
  }

  private void check() {
    if (!Files.isDirectory(directory)) {
      throw new ParameterException(
          spec.commandLine(), "--dir %s: no such directory".formatted(directory));
    }
    texts.forEach(text -> QuestionOptions.requireText(spec, text));
    if (top < 1 || again < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--top is at least 1, --rerank at least 0: %d, %d".formatted(top, again));
    }
    out.ifPresent(file -> QuestionOptions.requirePlace(spec, file));
    if (out.isPresent() && !SearchSheet.canBe(out.get())) {
      throw new ParameterException(
          spec.commandLine(), "--out %s: a .png or an .html file".formatted(out.get()));
    }
  }

  private int search(List<Path> images, Path kept) throws IOException {
    try (var line = models.open(TaskKind.IMAGE_TEXT_MATCH, files -> files.cachingIn(kept))) {
      var search = new Search(line);
      try (var progress = Progress.ofImages("search", images.size())) {
        for (var image : images) {
          add(search, image);
          progress.add(1);
        }
      }
      var found = search.find(texts, top, again);
      for (int t = 0; t < texts.size(); t++) {
        print(texts.get(t), found.get(t));
      }
      if (out.isPresent()) {
        SearchSheet.write(line, texts, found, out.get());
      }
      return search.size() == images.size() ? 0 : 1;
    }
  }

  private void add(Search search, Path image) {
    try {
      search.add(image);
    } catch (PictureException e) {
      spec.commandLine().getErr().println(e.getMessage());
      spec.commandLine().getErr().flush();
    }
  }

  private void print(String text, List<Hit> hits) {
    var printer = spec.commandLine().getOut();
    if (json) {
      var object = JsonNodeFactory.instance.objectNode().put("text", text);
      var array = object.putArray("hits");
      for (var hit : hits) {
        var one = array.addObject().put("file", hit.file().toString());
        hit.match().ifPresent(match -> one.put("match", match));
        one.put("similarity", hit.similarity());
      }
      printer.println(QuestionOptions.line(object));
    } else {
      if (texts.size() > 1) {
        printer.println(text);
      }
      for (int rank = 0; rank < hits.size(); rank++) {
        var hit = hits.get(rank);
        printer.printf("%3d  %s  %s%n", rank + 1, hit.scores(), hit.file());
      }
    }
    printer.flush();
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
