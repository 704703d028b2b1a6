package io.alignstream.heads.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Region;
import io.alignstream.schemas.line.Regions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntailmentAndExpressionTest {
  @TempDir Path directory;

  @Test
  void readsPairsPhrasesAndImages() throws IOException {
    writePair("snli_ve_train.jsonl", "1.jpg#0", "entailment");
    writePair("snli_ve_dev.jsonl", "2.jpg#0", "contradiction");
    write(
        "train_sgs.json", "[[[[\"dog\"], [\"dog\", \"black\"], [\"no\", \"such\"]], \"1.jpg#0\"]]");
    write("val_sgs.json", "[[[], \"2.jpg#0\"]]");
    TorchWriter.torch(
        directory.resolve("img_frcnn_obj_feats.pt"),
        Map.of("42", FloatMatrix.wrap(1, 2, new float[] {1, 2})));
    TorchWriter.torch(directory.resolve("img_od_tags.pt"), Map.of("42", List.of("dog", "dog")));

    var folder = new EntailmentFolder(directory, RetrievalFolderTest::ids);

    assertThat(folder.read("train+val"))
        .containsExactly(
            new TaskItem<>("1.jpg#0", "42", "a dog", List.of(7, 31_000), Optional.of(2)),
            new TaskItem<>("2.jpg#0", "42", "a dog", List.of(), Optional.of(0)));
    assertThat(folder.images().find("42").distinctTagText()).isEqualTo("dog");
  }

  @Test
  void refusesOtherLabelsAndPhrasesOfOtherPairs() throws IOException {
    var folder = new EntailmentFolder(directory, RetrievalFolderTest::ids);
    writePair("snli_ve_test.jsonl", "1", "-");
    write("test_sgs.json", "[[[], \"1\"]]");
    assertThatThrownBy(() -> folder.read("test"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "field 'gold_label': '-' is none of [contradiction, neutral, entailment]");

    write("test_sgs.json", "[[[], \"2\"]]");
    assertThatThrownBy(() -> folder.read("test"))
        .hasMessageContaining("record 0: no phrases of pairID '1'");
  }

  @Test
  void readsExpressionsAndMeasuresTheirRegions() throws IOException {
    var file = directory.resolve("re.json");
    write(
        "re.json",
        "{\"train\": [], \"testA\": [{\"id\": 5, \"image_id\": 42, \"sentence\": \"left dog\","
            + " \"bbox\": [0, 0, 2, 2]}]}");

    var items = ExpressionFile.read(file, "testA");

    assertThat(items)
        .containsExactly(new TaskItem<>("5", "42", "left dog", List.of(), new Box(0, 0, 2, 2)));
    var image =
        new ImageInput(
            FloatMatrix.wrap(2, 1, new float[2]),
            List.of("dog", "dog"),
            List.of(new Box(0, 0, 2, 1), new Box(2, 0, 4, 2)));
    assertThat(ExpressionFile.regionTargets(items.get(0).target(), image, 3))
        .containsExactly(0.5f, 0f, -1f);
    assertThat(ExpressionFile.regionTargets(items.get(0).target(), image, 1)).containsExactly(0.5f);
    assertThatThrownBy(
            () ->
                ExpressionFile.regionTargets(
                    items.get(0).target(),
                    new ImageInput(FloatMatrix.wrap(2, 1, new float[2]), List.of(), List.of()),
                    3))
        .hasMessageContaining("boxes");
    assertThatThrownBy(() -> ExpressionFile.read(file, "testB"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no field 'testB': it has [train, testA]");
  }

  @Test
  void findsNumberedKeysOfCoco() {
    var regions =
        new Regions(
            10,
            10,
            List.of(new Region(new Box(0, 0, 1, 1), "dog", 1, List.of())),
            FloatMatrix.wrap(1, 1, new float[] {3}));
    var images =
        ImageInputs.numbered(
            Path.of("predictions.tsv"),
            List.of("COCO_val2014_000000000042"),
            key -> key.endsWith("042") ? Optional.of(regions) : Optional.empty());
    assertThat(images.find("42").boxes()).containsExactly(new Box(0, 0, 1, 1));
    assertThatThrownBy(() -> images.find("43"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no features of image '43'");
  }

  private void writePair(String file, String id, String label) throws IOException {
    write(
        file,
        "{\"pairID\": \"%s\", \"Flickr30K_ID\": \"42\", \"sentence2\": \"a dog\", \"gold_label\": \"%s\"}%n"
            .formatted(id, label));
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }
}
