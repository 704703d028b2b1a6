package io.alignstream.deploy.curriculum;

import io.alignstream.deploy.world.Questions;
import io.alignstream.deploy.world.Scene;
import io.alignstream.deploy.world.Split;
import io.alignstream.encode.text.WordPieceTraining;
import io.alignstream.parse.PhraseExtractor;
import io.alignstream.parse.counting.CaptionSource;
import io.alignstream.parse.counting.FileCaptions;
import io.alignstream.parse.counting.PhraseCounts;
import io.alignstream.parse.counting.PhraseIds;
import io.alignstream.parse.counting.VocabularyBuild;
import io.alignstream.schemas.line.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * To read: word pieces and phrases of what is said about scenes of the training split. It leaves
 * {@code texts.txt}, {@code vocab.txt} and {@code id2phrase.json}; a count that was interrupted
 * goes on.
 *
 * @param directory where they go
 * @param scenes whose texts and answers give the word pieces
 * @param parsed the first of them, whose texts are parsed for phrases too, which takes long
 * @param least in how many texts a phrase must appear
 */
public record WordsLesson(Path directory, int scenes, int parsed, int least) {
  /** Every word of the world becomes one piece. */
  private static final int PIECES = 1000;

  /** How often pieces must be neighbours to be joined; "five" is said rarely. */
  private static final int PAIRS = 2;

  private static final int PHRASES_IN_MEMORY = 500_000;
  private static final Duration RECORD = Duration.ofSeconds(30);

  /** The text encoder's words. */
  public Path words() {
    return directory.resolve("vocab.txt");
  }

  /** The phrases. */
  public Path phrases() {
    return directory.resolve("id2phrase.json");
  }

  /**
   * Reads, or goes on.
   *
   * @param progress told how much of the texts is parsed
   * @return how many phrases there are
   */
  public int learn(PhraseExtractor extractor, Consumer<CaptionSource.Progress> progress) {
    try {
      var file = Files.createDirectories(directory).resolve("texts.txt");
      Files.write(file, texts());
      return count(file, extractor, progress);
    } catch (IOException e) {
      throw new UncheckedIOException("%s: %s".formatted(directory, e.getMessage()), e);
    }
  }

  private List<String> texts() throws IOException {
    var training = new WordPieceTraining();
    var texts = new ArrayList<String>();
    for (int i = 0; i < scenes; i++) {
      var scene = Scene.of(Split.TRAIN.number(i));
      var said = SceneTexts.of(scene);
      said.forEach(training::add);
      Questions.of(scene).one().forEach(question -> training.add(question.answer()));
      if (i < parsed) {
        texts.addAll(said);
      }
    }
    training.vocabulary(PIECES, PAIRS).write(words());
    return texts;
  }

  private int count(
      Path texts, PhraseExtractor extractor, Consumer<CaptionSource.Progress> progress) {
    var files = List.of(texts);
    try (var counts =
            PhraseCounts.open(
                directory.resolve("counts"), FileCaptions.name(files), PHRASES_IN_MEMORY);
        var source = FileCaptions.open(files, "text", counts.position())) {
      new VocabularyBuild(text -> extractor.parse(Text.of(text)).phrases(), RECORD)
          .run(source, counts, () -> true, () -> {}, progress);
      var vocabulary = PhraseIds.after(words()).number(counts.frequent(least));
      vocabulary.write(phrases());
      return vocabulary.size();
    }
  }
}
