package io.alignstream.deploy.world;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the world as files that other commands and programs read: pictures, COCO's captions and
 * instances, and the reference's processed lists, one a task.
 *
 * @param directory below which everything goes: {@code images/<split>/…} and {@code
 *     <split>_<what>.json}
 */
public record WorldFiles(Path directory) {
  private static final int CAPTIONS = 5; // a scene, as in COCO
  private static final int EXPRESSIONS = 3;
  private static final int MASKED = 3;
  private static final List<Attribute.Shape> SHAPES = List.of(Attribute.Shape.values());
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Writes the first scenes of a split. Pictures that are there already are left as they are.
   *
   * @param written called after each picture
   */
  public void write(Split split, int scenes, Runnable written) {
    try {
      var images = Files.createDirectories(directory.resolve("images").resolve(split.word()));
      var drawn = new ArrayList<Scene>(scenes);
      for (int i = 0; i < scenes; i++) {
        var scene = Scene.of(split.number(i));
        drawn.add(scene);
        paint(scene, images.resolve(fileName(scene)));
        written.run();
      }
      captions(split, drawn);
      instances(split, drawn);
      list(split, "retrieval", drawn, scene -> SceneItems.pairs(scene, CAPTIONS));
      list(split, "vqa", drawn, scene -> SceneItems.questions(scene, 1));
      list(split, "entailment", drawn, scene -> SceneItems.hypotheses(scene, 1));
      list(split, "expressions", drawn, scene -> SceneItems.expressions(scene, EXPRESSIONS));
      list(split, "masked", drawn, scene -> SceneItems.masked(scene, MASKED));
      list(split, "grounding", drawn, scene -> SceneItems.mentions(scene, CAPTIONS));
      list(split, "choices", drawn, SceneItems::choices);
    } catch (IOException e) {
      throw new UncheckedIOException("%s: %s".formatted(directory, e.getMessage()), e);
    }
  }

  /** {@code test-000000000017.jpg}. */
  public static String fileName(Scene scene) {
    return scene.imageId() + (scene.camera().quality() == 100 ? ".png" : ".jpg");
  }

  private static void paint(Scene scene, Path file) throws IOException {
    if (Files.notExists(file)) {
      var beside = file.resolveSibling(file.getFileName() + ".part");
      Files.write(beside, ScenePainter.paint(scene));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** What a task's list says of one scene. */
  private interface Items {
    List<Map<String, ?>> of(Scene scene);
  }

  private void list(Split split, String task, List<Scene> scenes, Items items) throws IOException {
    try (var json = generator(split, task + ".json")) {
      json.writeStartArray();
      for (var scene : scenes) {
        for (var item : items.of(scene)) {
          json.writeRaw('\n');
          json.writePOJO(item);
        }
      }
      json.writeRaw('\n');
      json.writeEndArray();
    }
  }

  private JsonGenerator generator(Split split, String name) throws IOException {
    var file = directory.resolve(split.word() + "_" + name);
    return JSON.createGenerator(file.toFile(), JsonEncoding.UTF8);
  }

  /** COCO's captions file. */
  private void captions(Split split, List<Scene> scenes) throws IOException {
    var annotations = new ArrayList<Map<String, ?>>();
    for (var scene : scenes) {
      for (var caption : SceneItems.captions(scene, CAPTIONS)) {
        annotations.add(
            SceneItems.ordered(
                "id", annotations.size(),
                "image_id", scene.imageId(),
                "caption", caption.text()));
      }
    }
    whole(
        split,
        "captions.json",
        SceneItems.ordered("images", images(scenes), "annotations", annotations));
  }

  /**
   * COCO's instances file, with what is right for each box; {@code bbox} is x, y, width, height.
   */
  private void instances(Split split, List<Scene> scenes) throws IOException {
    var annotations = new ArrayList<Map<String, ?>>();
    for (var scene : scenes) {
      for (var thing : scene.things()) {
        annotations.add(
            SceneItems.ordered(
                "id", annotations.size(),
                "image_id", scene.imageId(),
                "category_id", 1 + SHAPES.indexOf(thing.shape()),
                "bbox", List.of(thing.x1(), thing.y1(), thing.edge(), thing.edge()),
                "area", thing.edge() * thing.edge(),
                "iscrowd", 0,
                "attributes",
                    List.of(thing.colour().word(), thing.texture().word(), thing.size().word())));
      }
    }
    var categories = new ArrayList<Map<String, ?>>();
    for (var shape : SHAPES) {
      categories.add(SceneItems.ordered("id", 1 + SHAPES.indexOf(shape), "name", shape.word()));
    }
    whole(
        split,
        "instances.json",
        SceneItems.ordered(
            "images", images(scenes), "annotations", annotations, "categories", categories));
  }

  private static List<Map<String, ?>> images(List<Scene> scenes) {
    var images = new ArrayList<Map<String, ?>>();
    for (var scene : scenes) {
      images.add(
          SceneItems.ordered(
              "id", scene.imageId(),
              "file_name", fileName(scene),
              "width", scene.width(),
              "height", scene.height()));
    }
    return images;
  }

  private void whole(Split split, String name, Map<String, ?> content) throws IOException {
    try (var json = generator(split, name)) {
      json.writePOJO(content);
    }
  }
}
