package io.alignstream.deploy.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldFilesTest {
  private static final int SCENES = 4;

  @TempDir private Path directory;

  @Test
  void writesPicturesAndListsOfASplit() throws IOException {
    var written = new AtomicInteger();
    new WorldFiles(directory).write(Split.TEST, SCENES, written::incrementAndGet);

    assertThat(written).hasValue(SCENES);
    var captions = read("test_captions.json");
    assertThat(captions.get("images")).hasSize(SCENES);
    assertThat(captions.get("annotations")).hasSize(5 * SCENES);
    for (var image : captions.get("images")) {
      assertThat(directory.resolve("images/test").resolve(image.get("file_name").asText()))
          .isNotEmptyFile();
    }
    assertThat(read("test_retrieval.json")).hasSize(5 * SCENES);
    assertThat(read("test_entailment.json")).hasSize(3 * SCENES);
    assertThat(read("test_choices.json")).hasSize(SCENES);
    for (var list : List.of("vqa", "expressions", "masked", "grounding")) {
      assertThat(read("test_" + list + ".json")).as(list).hasSizeGreaterThanOrEqualTo(SCENES);
    }
  }

  @Test
  void instancesAreTheThings() throws IOException {
    new WorldFiles(directory).write(Split.HELD_OUT, 1, () -> {});

    var instances = read("held_out_instances.json");
    var things = Scene.of(Split.HELD_OUT.number(0)).things();
    assertThat(instances.get("annotations")).hasSameSizeAs(things);
    for (int i = 0; i < things.size(); i++) {
      var annotation = instances.get("annotations").get(i);
      var thing = things.get(i);
      assertThat(annotation.get("bbox").toString())
          .isEqualTo("[%d,%d,%d,%d]".formatted(thing.x1(), thing.y1(), thing.edge(), thing.edge()));
      var category = instances.get("categories").get(annotation.get("category_id").asInt() - 1);
      assertThat(category.get("name").asText()).isEqualTo(thing.shape().word());
      assertThat(annotation.get("attributes").toString()).contains(thing.colour().word());
    }
  }

  @Test
  void picturesThatAreThereStay() throws IOException {
    var files = new WorldFiles(directory);
    files.write(Split.TRAIN, 2, () -> {});
    var picture = directory.resolve("images/train").resolve(WorldFiles.fileName(Scene.of(0)));
    var longAgo = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(picture, longAgo);

    files.write(Split.TRAIN, 3, () -> {});

    assertThat(Files.getLastModifiedTime(picture)).isEqualTo(longAgo);
    assertThat(directory.resolve("images/train").toFile().list()).hasSize(3);
  }

  private JsonNode read(String name) throws IOException {
    return new JsonMapper().readTree(directory.resolve(name).toFile());
  }
}
