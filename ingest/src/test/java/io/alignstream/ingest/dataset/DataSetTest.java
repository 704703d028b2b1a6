package io.alignstream.ingest.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.alignstream.ingest.dataset.EventMaker.Carriage;
import io.alignstream.schemas.avro.Task;
import io.alignstream.schemas.avro.TaskRequest;
import io.alignstream.schemas.line.Phrase;
import io.alignstream.schemas.line.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSetTest {
  @TempDir private Path directory;

  @Test
  void mvptrListGathersCaptionsThatAreApart() throws IOException {
    var file =
        file(
            "list.json",
            """
            [{"text": "a cat", "image_id": "1.jpg", "label": 1},
             {"text": "a dog", "image_id": 2},
             {"text": "it sleeps", "image_id": "1.jpg",
              "phrases": [["cat"], ["cat", "sleep"]], "other": {"deep": [1]}}]
            """);
    assertThat(read(DataSet.MVPTR, file))
        .containsExactly(
            new Sample("2", "2", List.of(Text.of("a dog")), Map.of(), file + ", item 1"),
            new Sample(
                "1.jpg",
                "1.jpg",
                List.of(
                    Text.of("a cat"),
                    new Text(
                        "it sleeps",
                        Optional.of(List.of(Phrase.of("cat"), Phrase.of("cat", "sleep"))))),
                Map.of("label", "1"),
                file + ", item 0"));
  }

  @Test
  void cocoJoinsAnnotationsWithImagesInEitherOrder() throws IOException {
    var file =
        file(
            "coco.json",
            """
            {"info": {"year": 2014},
             "annotations": [{"image_id": 7, "id": 1, "caption": "a cat "},
                             {"image_id": 8, "id": 2, "caption": "a dog"},
                             {"image_id": 7, "id": 3, "caption": "it sleeps"}],
             "images": [{"id": 9, "file_name": "9.jpg"}, {"id": 7, "file_name": "7.jpg"},
                        {"id": 8, "file_name": "8.jpg"}]}
            """);
    assertThat(read(DataSet.COCO, file))
        .extracting(Sample::imageId, Sample::image, sample -> texts(sample))
        .containsExactly(
            tuple("8", "8.jpg", List.of("a dog")),
            tuple("7", "7.jpg", List.of("a cat", "it sleeps")),
            tuple("9", "9.jpg", List.of()));
  }

  @Test
  void directoryTakesCaptionsFromFilesBesideImages() throws IOException {
    Files.createDirectories(directory.resolve("pets/more"));
    for (var name : List.of("pets/b.PNG", "pets/a.jpg", "pets/more/c.webp", "pets/d.gif")) {
      file(name, "image");
    }
    file("pets/a.txt", "a cat\n\n it sleeps \n");
    file("pets/b.json", "{\"captions\": [\"a dog\"], \"attributes\": {\"owner\": \"me\"}}");
    file("pets/d.json", "[\"one\", \"two\"]");
    file("pets/more/c.json", "{\"caption\": \"a bird\"}");
    file("pets/readme.md", "no image");

    assertThat(read(DataSet.DIRECTORY, directory.resolve("pets")))
        .extracting(Sample::imageId, sample -> texts(sample), Sample::attributes)
        .containsExactly(
            tuple("a.jpg", List.of("a cat", "it sleeps"), Map.of()),
            tuple("b.PNG", List.of("a dog"), Map.of("owner", "me")),
            tuple("d.gif", List.of("one", "two"), Map.of()),
            tuple("more/c.webp", List.of("a bird"), Map.of()));
  }

  @Test
  void tablesHaveNamedColumns() throws IOException {
    var csv =
        file(
            "list.csv",
            "caption,image,year\r\n"
                + "\"a cat, \"\"Tom\"\"\",1.jpg,2020\r\n\r\n"
                + "a dog,2.jpg,\r\n"
                + ",3.jpg,1\r\n");
    var columns = new TableColumns("image", "caption", "image", List.of("year"));
    assertThat(samples(DataSet.CSV, csv, columns))
        .extracting(Sample::imageId, sample -> texts(sample), Sample::attributes)
        .containsExactly(
            tuple("1.jpg", List.of("a cat, \"Tom\""), Map.of("year", "2020")),
            tuple("2.jpg", List.of("a dog"), Map.of("year", "")),
            tuple("3.jpg", List.of(), Map.of("year", "1")));

    var tsv = file("list.tsv", "key\tfile\ttext\n1\ta.png\tone\n1\ta.png\ttwo\n");
    assertThat(samples(DataSet.TSV, tsv, new TableColumns("file", "text", "key", List.of())))
        .extracting(Sample::imageId, Sample::image, sample -> texts(sample))
        .containsExactly(tuple("1", "a.png", List.of("one", "two")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MVPTR | [{"text": "a"}]                                 | item 0: field image_id is missing
          MVPTR | [{"text": "a", "image_id": 1}, {"image_id": 1}] | item 1: field text is missing
          MVPTR | [{"text": ["a"], "image_id": 1}]                | item 0: field text is no text
          MVPTR | [{"text": "a", "image_id": 1, "phrases": [[]]}] | field phrases[0] is no list
          MVPTR | [{"text": "a", "image_id": 1},                  | line 1, column
          MVPTR | {"text": "a"}                                   | holds no JSON array
          COCO  | {"images": []}                                  | field annotations is missing
          COCO  | {"images": [{"id": 1}], "annotations": []}      | images item 0: field file_name is
          COCO  | {"images": [], "annotations": [{"image_id": 1, "caption": "a"}]} | item 0: field image_id is 1
          CSV   | picture,caption                                 |
          """)
  void faultsNameFileRowAndField(DataSet kind, String content, String message) throws IOException {
    var file = file("broken", content);
    if (message == null) {
      assertThat(read(kind, file)).isEmpty();
      return;
    }
    assertThatThrownBy(() -> read(kind, file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void tableFaultsNameLineAndColumn() throws IOException {
    var file = file("broken.csv", "image,text\na.png,one\n");
    assertThatThrownBy(() -> read(DataSet.CSV, file))
        .hasMessageContaining("row 1: there is no field caption, but [image, text]");
    var empty = file("empty.csv", "image,caption\n,one\n");
    assertThatThrownBy(() -> read(DataSet.CSV, empty)).hasMessageContaining("image is empty");
  }

  @Test
  void kindsAreGuessed() throws IOException {
    assertThat(DataSet.guess(directory)).isEqualTo(DataSet.DIRECTORY);
    assertThat(DataSet.guess(file("a.csv", ""))).isEqualTo(DataSet.CSV);
    assertThat(DataSet.guess(file("a.TSV", ""))).isEqualTo(DataSet.TSV);
    assertThat(DataSet.guess(file("a.json", " \n["))).isEqualTo(DataSet.MVPTR);
    assertThat(DataSet.guess(file("b.json", "{"))).isEqualTo(DataSet.COCO);
    var text = file("a.txt", "hello");
    assertThatThrownBy(() -> DataSet.guess(text)).hasMessageContaining("--format");
  }

  @Test
  void eventsCarryImagesInThreeWays() throws IOException {
    file("cat.png", "pixels");
    file("000000000042.jpg", "more pixels");
    var cat = new Sample("cat", "cat", List.of(Text.of("a cat")), Map.of("a", "b"), "here");
    var number = new Sample("42", "42", List.of(), Map.of(), "here");
    var inline = new EventMaker(Carriage.INLINE, directory, "pets", List.of());

    var event = inline.event(cat, 3);
    assertThat(event.getEventId()).isEqualTo("pets-3");
    assertThat(event.getImageId()).isEqualTo("cat");
    assertThat(event.getImageBytes()).isEqualTo(ByteBuffer.wrap("pixels".getBytes(UTF_8)));
    assertThat(event.getCaptions().get(0).getPhrases()).isNull();
    assertThat(event.getAttributes()).isEqualTo(Map.of("a", "b"));
    assertThat(inline.event(number, 4).getImageBytes().remaining()).isEqualTo(11);

    var uri = new EventMaker(Carriage.URI, directory, "pets", List.of()).event(cat, 3);
    assertThat(uri.getImageUri()).isEqualTo(directory.resolve("cat.png").toUri().toString());
    assertThat(uri.getImageBytes()).isNull();

    var features = new EventMaker(Carriage.FEATURES, directory, "pets", List.of()).event(cat, 3);
    assertThat(features.getFeaturesKey()).isEqualTo("cat");

    var missing = new Sample("x", "x.png", List.of(), Map.of(), "list, item 9");
    assertThatThrownBy(() -> inline.event(missing, 0))
        .hasMessageContaining("list, item 9: there is no image x.png");
  }

  @Test
  void tasksAreMadeOfTemplates() {
    var sample =
        new Sample("1", "1", List.of(Text.of("a sleeping cat."), Text.of("one")), Map.of(), "");

    assertThat(TaskTemplate.parse("masked_tokens").of(sample))
        .extracting(TaskRequest::getTask, TaskRequest::getText)
        .containsExactly(
            tuple(Task.MASKED_TOKENS, "a [MASK] cat."), tuple(Task.MASKED_TOKENS, "[MASK]"));
    assertThat(TaskTemplate.parse("image-text-match").of(sample))
        .extracting(TaskRequest::getText)
        .containsExactly("a sleeping cat.", "one");
    assertThat(TaskTemplate.parse("VQA=what = is shown?").of(sample))
        .extracting(TaskRequest::getText)
        .containsExactly("what = is shown?");
    assertThatThrownBy(() -> TaskTemplate.parse("guess")).hasMessageContaining("guess");
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static List<String> texts(Sample sample) {
    return sample.captions().stream().map(Text::text).toList();
  }

  private static List<Sample> read(DataSet kind, Path file) {
    return samples(kind, file, TableColumns.defaults());
  }

  private static List<Sample> samples(DataSet kind, Path file, TableColumns columns) {
    var all = new ArrayList<Sample>();
    try (var samples = kind.open(file, columns)) {
      samples.forEachRemaining(all::add);
      assertThat(samples.progress()).isBetween(0.0, 1.0);
    }
    return all;
  }
}
