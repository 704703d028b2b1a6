package io.alignstream.parse.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.schemas.line.Phrase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Phrase> PHRASES = List.of(Phrase.of("yak"), Phrase.of("yak", "big"));

  @Test
  void aListKeepsEveryFieldAndGetsPhrases() throws IOException {
    var list =
        "[{\"text\": \"A yak\", \"image_id\": \"x\", \"label\": 1, \"score\": 0.10, \"more\":"
            + " {\"a\": [null]}},\n"
            + " {\"phrases\": [[\"old\"]], \"text\": \"é ☃\"}]";

    var written = JSON.readTree(copy(list, CaptionFormat.JSON));

    assertThat(written)
        .isEqualTo(
            JSON.readTree(
                "[{\"text\": \"A yak\", \"image_id\": \"x\", \"label\": 1, \"score\": 0.10,"
                    + " \"more\": {\"a\": [null]}, \"phrases\": [[\"yak\"], [\"yak\", \"big\"]]},"
                    + " {\"phrases\": [[\"yak\"], [\"yak\", \"big\"]], \"text\": \"é ☃\"}]"));
  }

  @Test
  void numbersStayAsTheyAreWritten() throws IOException {
    assertThat(
            copy(
                "{\"text\": \"a\", \"x\": 0.10, \"y\": 12345678901234567890.5}",
                CaptionFormat.JSONL))
        .contains("0.10")
        .contains("12345678901234567890.5");
  }

  @Test
  void jsonLinesSkipEmptyLines() throws IOException {
    assertThat(copy("{\"text\": \"a\"}\n\n{\"text\": \"b\"}\n", CaptionFormat.JSONL))
        .isEqualTo(
            "{\"text\":\"a\",\"phrases\":[[\"yak\"],[\"yak\",\"big\"]]}\n"
                + "{\"text\":\"b\",\"phrases\":[[\"yak\"],[\"yak\",\"big\"]]}\n");
  }

  @Test
  void textKeepsEmptyLinesAndDropsAByteOrderMark() throws IOException {
    var captions = read("\uFEFFone\r\n\nthree", CaptionFormat.TXT);

    assertThat(captions).extracting(Caption::text).containsExactly("one", "", "three");
    assertThat(copy("one\n\n", CaptionFormat.TXT)).isEqualTo("yak\tyak|big\nyak\tyak|big\n");
  }

  @Test
  void anEmptyListStaysOne() throws IOException {
    assertThat(copy("[]", CaptionFormat.JSON)).isEqualTo("[]\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JSON  | {}                                   | 1 | a JSON list",
        "JSON  | [{'text': 'a'},~{'txt': 'b'}]        | 2 | no field",
        "JSON  | [{'text': 'a'},~7]                   | 2 | expected a dictionary",
        "JSON  | [{'text': 'a'},~{'text': 'b'         | 2 | not JSON",
        "JSON  | [{'text': 'a'}                       | 1 | not JSON",
        "JSONL | {'text': 'a'}~{'text': 4}            | 2 | is no text",
        "JSONL | {'text': 'a'}~~{'text' 4}            | 3 | not JSON",
        "TXT   | a~#                                  | 2 | not UTF-8",
      })
  void whatIsNoCaptionIsNamedWithFileAndLine(
      CaptionFormat format, String content, int line, String what) {
    var bytes =
        content
            .replace('\'', '"')
            .replace('~', '\n')
            .replace('#', '\u00ff')
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThatExceptionOfType(CaptionFileException.class)
        .isThrownBy(() -> read(bytes, format))
        .withMessageContaining("captions.x, line " + line + ":")
        .withMessageContaining(what);
  }

  @Test
  void theNameTellsTheFormat() {
    assertThat(CaptionFormat.of(Path.of("a/b.JSON"))).contains(CaptionFormat.JSON);
    assertThat(CaptionFormat.of(Path.of("a.json/b.jsonl"))).contains(CaptionFormat.JSONL);
    assertThat(CaptionFormat.of(Path.of("a.csv"))).isEmpty();
  }

  private static String copy(String content, CaptionFormat format) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var writer = new PhraseWriter(out, format)) {
      read(content, format).forEach(caption -> writer.write(caption, PHRASES));
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<Caption> read(String content, CaptionFormat format) {
    return read(content.getBytes(StandardCharsets.UTF_8), format);
  }

  private static List<Caption> read(byte[] content, CaptionFormat format) {
    var captions = new ArrayList<Caption>();
    try (var reader =
        CaptionReader.open(new ByteArrayInputStream(content), "captions.x", format, "text")) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        captions.add(next.get());
      }
      assertThat(reader.next()).isEmpty();
    }
    return captions;
  }
}
