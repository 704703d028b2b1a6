package io.alignstream.deploy.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's consumers are cut from sources that compile. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy/src/test/java/io/alignstream/deploy/readme/ReadAnswers.java",
        "deploy/src/test/kotlin/io/alignstream/deploy/ReadAnswers.kt"
      })
  void showsWhatCompiles(String source) throws IOException {
    var text = Files.readString(ROOT.resolve(source));
    var from = text.indexOf("// begin\n") + "// begin\n".length();
    var snippet = text.substring(from, text.lastIndexOf("// end")).stripTrailing();
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains(snippet.stripIndent());
  }

  @ParameterizedTest
  @ValueSource(strings = "docs/read_answers.py")
  void showsTheWholePythonFile(String source) throws IOException {
    assertThat(Files.readString(ROOT.resolve("README.md")))
        .contains(Files.readString(ROOT.resolve(source)).strip());
  }
}
