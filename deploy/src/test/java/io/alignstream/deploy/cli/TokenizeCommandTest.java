package io.alignstream.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizeCommandTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void everyLineIsAnObjectOfTextTokensAndIds() throws IOException {
    var vocabulary = directory.resolve("vocab.txt");
    Files.writeString(vocabulary, "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ntwo\ndog\n##s\n犬\n");
    var texts = directory.resolve("texts.txt");
    Files.writeString(texts, "Two [MASK]\rdogs\r\n\n犬 cat");

    assertThat(run("--vocab", vocabulary.toString(), texts.toString())).isZero();

    var json = new ObjectMapper();
    var lines = out.toString().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(json.readTree(lines.get(0)))
        .isEqualTo(
            json.readTree(
                """
                {"text": "Two [MASK]\\rdogs", "tokens": ["two", "[MASK]", "dog", "##s"],
                 "ids": [5, 4, 6, 7]}\
                """));
    assertThat(lines.get(1)).isEqualTo("{\"text\":\"\",\"tokens\":[],\"ids\":[]}");
    assertThat(json.readTree(lines.get(2)).get("tokens"))
        .isEqualTo(json.readTree("[\"犬\", \"[UNK]\"]"));
  }

  @Test
  void aMissingVocabularyIsNamed() {
    assertThat(run("--vocab", directory.resolve("none.txt").toString())).isOne();
    assertThat(err.toString()).contains("none.txt: no such readable file");
  }

  private int run(String... arguments) {
    var all = new ArrayList<>(List.of("tokenize"));
    all.addAll(List.of(arguments));
    return Alignstream.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
