package io.alignstream.deploy.curriculum;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.alignstream.deploy.world.Attribute;
import io.alignstream.deploy.world.Scene;
import io.alignstream.deploy.world.Split;
import io.alignstream.encode.text.Vocabulary;
import io.alignstream.encode.text.WordPieceTokenizer;
import io.alignstream.parse.ParseSettings;
import io.alignstream.parse.ScenePhraseExtractor;
import io.alignstream.parse.phrases.PhraseVocabulary;
import io.alignstream.schemas.line.ParsedText;
import io.alignstream.schemas.line.Phrase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordsLessonTest {
  @TempDir private Path directory;

  @Test
  void readsWordsAndPhrasesOfTheWorld() throws IOException {
    var settings = ParseSettings.from(ConfigFactory.load().getConfig("alignstream.parse"));
    var lesson = new WordsLesson(directory, 200, 60, 3);

    int phrases = lesson.learn(ScenePhraseExtractor.load(settings), at -> {});

    var tokenizer = new WordPieceTokenizer(Vocabulary.read(lesson.words()));
    assertThat(tokenizer.tokenize("how many red circles are there ?"))
        .containsExactly("how", "many", "red", "circles", "are", "there", "?");
    var vocabulary = PhraseVocabulary.read(lesson.phrases());
    assertThat(vocabulary.size()).isEqualTo(phrases);
    for (var shape : Attribute.Shape.values()) {
      assertThat(vocabulary.id(Phrase.of(shape.word()))).as(shape.word()).isPresent();
    }
    assertThat(
            Stream.of(Attribute.Colour.values())
                .filter(
                    colour ->
                        vocabulary.id(Phrase.of("thing", colour.word())).isPresent()
                            || vocabulary.id(Phrase.of("circle", colour.word())).isPresent()))
        .hasSizeGreaterThan(5);
  }

  @Test
  void unseenScenesHaveNoUnknownWords() throws IOException {
    var lesson = new WordsLesson(directory, 200, 60, 3);
    lesson.learn(text -> new ParsedText(text.text(), List.of(), List.of()), at -> {});
    var tokenizer = new WordPieceTokenizer(Vocabulary.read(lesson.words()));
    for (int i = 0; i < 200; i++) {
      for (var text : SceneTexts.of(Scene.of(Split.TEST.number(i)))) {
        assertThat(tokenizer.tokenize(text)).as(text).doesNotContain("[UNK]");
      }
    }
    assertThat(List.of(lesson.words(), lesson.phrases())).allMatch(path -> path.toFile().exists());
  }
}
