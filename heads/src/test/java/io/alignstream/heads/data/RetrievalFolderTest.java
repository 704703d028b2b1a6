package io.alignstream.heads.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.heads.data.CaptionedImage.Caption;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Phrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalFolderTest {
  private static final Map<Phrase, Integer> PHRASES =
      Map.of(Phrase.of("dog"), 7, Phrase.of("dog", "black"), 31_000, Phrase.of("cat"), 8);

  @TempDir Path directory;

  static List<Integer> ids(List<Phrase> phrases) {
    return phrases.stream().filter(PHRASES::containsKey).map(PHRASES::get).toList();
  }

  private RetrievalFolder folder(int captionsPerImage) {
    return new RetrievalFolder(
        directory, directory.resolve("x_sg.pt"), captionsPerImage, RetrievalFolderTest::ids);
  }

  @Test
  void readsFlickrsCaptionsGraphsFeaturesAndTags() throws IOException {
    TorchWriter.torch(
        directory.resolve("train_captions.pt"),
        ordered(36L, List.of("a black dog", "a dog"), 5L, List.of("a cat", "the cat")));
    TorchWriter.torch(
        directory.resolve("x_sg.pt"),
        ordered(
            5L, List.of(List.of(tuple("cat")), List.of(tuple("cat"), tuple("cat", "unheard of"))),
            36L, List.of(List.of(tuple("dog"), tuple("dog", "black")), List.of(tuple("dog")))));
    TorchWriter.torch(
        directory.resolve("train_img_frcnn_feats.pt"),
        Map.of(36L, FloatMatrix.wrap(2, 3, new float[] {1, 2, 3, 4, 5, 6})));
    TorchWriter.torch(
        directory.resolve("train_vg_labels.pt"),
        Map.of(36L, Map.of("class", List.of("dog", "grass", "dog"), "image_h", 600L)));

    var split = folder(5).read("train");

    assertThat(split.images())
        .containsExactly(
            new CaptionedImage(
                "36",
                List.of(
                    new Caption("a black dog", List.of(7, 31_000)),
                    new Caption("a dog", List.of(7)))),
            new CaptionedImage(
                "5",
                List.of(new Caption("a cat", List.of(8)), new Caption("the cat", List.of(8)))));
    assertThat(split.gallery().captionImages()).containsExactly(0, 0, 1, 1);
    assertThat(split.captions().get(2))
        .isEqualTo(new TaskItem<>("5#0", "5", "a cat", List.of(8), 1));

    var images = folder(5).images("train", "vg");
    var image = images.find("36");
    assertThat(image.features()).isEqualTo(FloatMatrix.wrap(2, 3, new float[] {1, 2, 3, 4, 5, 6}));
    assertThat(image.tagText()).isEqualTo("dog grass dog");
    assertThat(image.distinctTagText()).isEqualTo("dog grass");
    assertThatThrownBy(() -> images.find("5"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("train_img_frcnn_feats.pt: no features of image '5'");
  }

  @Test
  void readsCocosJsonCaptionsJoinedPhrasesAndKeyFile() throws IOException {
    TorchWriter.torch(
        directory.resolve("test_captions.pt"),
        ordered(1L, "[\"a dog\", \"second\", \"third\"]", 2L, "[\"a cat\", \"fourth\"]", 3L, "[]"));
    TorchWriter.torch(
        directory.resolve("x_sg.pt"),
        ordered(
            1L, List.of(List.of("dog", "dog_black"), List.of(), List.of()),
            2L, List.of(List.of("cat"), List.of())));
    Files.writeString(directory.resolve("keys.tsv"), "000002\n1\n");

    var split = folder(2).read("test", Path.of("keys.tsv"));

    assertThat(split.images()).extracting(CaptionedImage::key).containsExactly("2", "1");
    assertThat(split.images().get(1).captions())
        .containsExactly(
            new Caption("a dog", List.of(7, 31_000)), new Caption("second", List.of()));
  }

  @Test
  void readsCaptionsFromPlainJson() throws IOException {
    Files.writeString(directory.resolve("val_captions.json"), "{\"9\": [\"a dog\"]}");
    TorchWriter.torch(directory.resolve("x_sg.pt"), Map.of(9L, List.of(List.of("dog"))));
    assertThat(folder(5).read("val").captions())
        .containsExactly(new TaskItem<>("9#0", "9", "a dog", List.of(7), 0));
  }

  @Test
  void saysWhichEntryIsMissingOrOfAnotherForm() throws IOException {
    TorchWriter.torch(directory.resolve("train_captions.pt"), Map.of(1L, List.of("a dog")));
    TorchWriter.torch(directory.resolve("x_sg.pt"), Map.of(2L, List.of()));
    assertThatThrownBy(() -> folder(5).read("train"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("x_sg.pt: no entry '1'");

    TorchWriter.torch(directory.resolve("x_sg.pt"), Map.of(1L, List.of()));
    assertThatThrownBy(() -> folder(5).read("train"))
        .hasMessageContaining("entry '1': scene graphs of 0 captions, not of 1");

    TorchWriter.torch(directory.resolve("x_sg.pt"), Map.of(1L, 3L));
    assertThatThrownBy(() -> folder(5).read("train"))
        .hasMessageContaining("entry '1': a list is needed, not 3");

    assertThatThrownBy(() -> folder(5).read("val"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("val_captions.pt: there is no such file");

    Files.writeString(directory.resolve("train_captions.pt"), "cos\nsystem\n(S'true'\ntR.");
    assertThatThrownBy(() -> folder(5).read("train"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("os.system, which is refused");
  }

  private static Map<Object, Object> ordered(Object... entries) {
    var map = new LinkedHashMap<Object, Object>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put(entries[i], entries[i + 1]);
    }
    return map;
  }

  private static Object tuple(Object... items) {
    return items;
  }
}
