package io.alignstream.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.parse.phrases.PhraseVocabulary;
import io.alignstream.schemas.line.Phrase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code alignstream parse} and {@code alignstream phrases build}, as they are called. */
class ParseCommandsTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void parsesMvptrsListAndKeepsItsFields() throws IOException {
    var in =
        write(
            "pairs.json",
            "[{\"text\": \"A child holding a flowered umbrella and petting a yak.\","
                + " \"image_id\": \"test_img\", \"label\": 1}]");

    assertThat(run("parse", "-q", "--in", in, "--out", path("out.json"))).isZero();

    assertThat(new ObjectMapper().readTree(folder.resolve("out.json").toFile()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "[{\"text\": \"A child holding a flowered umbrella and petting a yak.\","
                        + " \"image_id\": \"test_img\", \"label\": 1, \"phrases\": [[\"child\"],"
                        + " [\"umbrella\"], [\"umbrella\", \"flowered\"], [\"yak\"]]}]"));
    assertThat(folder.resolve("out.json.part")).doesNotExist();
  }

  @Test
  void aBrokenLineIsNamedAndNothingIsWritten() throws IOException {
    var in = write("pairs.jsonl", "{\"text\": \"a dog\"}\n{\"caption\": \"a cat\"}\n");

    assertThat(run("parse", "-q", "--in", in, "--out", path("out.jsonl"))).isEqualTo(1);

    assertThat(err.toString()).contains("pairs.jsonl, line 2").contains("text");
    assertThat(folder.resolve("out.jsonl")).doesNotExist();
  }

  @Test
  void buildsAVocabularyOfFrequentPhrases() throws IOException {
    var in =
        Files.write(
            folder.resolve("captions.txt"),
            List.of("a red dog", "a dog on a bench", "the dog is red", "a cat"));
    var pieces = write("vocab.txt", "[PAD]\ndog\nbench\n");

    int status =
        run(
            "phrases",
            "build",
            "-q",
            "--in",
            in.toString(),
            "--out",
            path("id2phrase.json"),
            "--min-captions",
            "2",
            "--word-pieces",
            pieces);

    assertThat(status).isZero();
    var vocabulary = PhraseVocabulary.read(folder.resolve("id2phrase.json"));
    assertThat(vocabulary.phrases().values())
        .containsExactly(Phrase.of("dog"), Phrase.of("dog", "red"));
    assertThat(vocabulary.id(Phrase.of("dog"))).hasValue(1);
    assertThat(vocabulary.id(Phrase.of("dog", "red"))).hasValue(3);
    assertThat(out.toString()).contains("2 phrases of 4 captions");
  }

  @Test
  void filesOrATopicMustBeNamed() {
    assertThat(run("phrases", "build", "--out", path("x.json"))).isEqualTo(2);
    assertThat(err.toString()).contains("--in").contains("--topic");
  }

  private int run(String... arguments) {
    var line = Alignstream.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private String write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
