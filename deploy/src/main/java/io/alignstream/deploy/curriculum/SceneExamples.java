package io.alignstream.deploy.curriculum;

import io.alignstream.deploy.world.Attribute;
import io.alignstream.deploy.world.Attribute.Colour;
import io.alignstream.deploy.world.Attribute.Shape;
import io.alignstream.deploy.world.Attribute.Size;
import io.alignstream.deploy.world.Attribute.Texture;
import io.alignstream.deploy.world.Scene;
import io.alignstream.deploy.world.ScenePainter;
import io.alignstream.deploy.world.Split;
import io.alignstream.deploy.world.Thing;
import io.alignstream.detect.train.GroundTruth;
import io.alignstream.detect.train.TrainingExample;
import io.alignstream.detect.train.TrainingExamples;
import io.alignstream.detect.tsv.LabelMap;
import io.alignstream.ingest.decode.ImageDecoder;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;

/**
 * Scenes as a detector's examples: classes are shapes; attributes are colours, textures and sizes,
 * one of each. Pictures go through their files' format, so that the detector learns from what the
 * line will see; the files stay in memory, about 40 KB each.
 */
final class SceneExamples {
  /** How many attributes of a kind there are. */
  static final List<Integer> GROUPS =
      List.of(Colour.values().length, Texture.values().length, Size.values().length);

  /** Of classes and attributes. */
  static final LabelMap NAMES =
      new LabelMap(
          words(Shape.values()),
          Stream.of(words(Colour.values()), words(Texture.values()), words(Size.values()))
              .flatMap(List::stream)
              .toList());

  private final Split split;
  private final ImageDecoder decoder;
  private final AtomicReferenceArray<byte[]> files;

  private SceneExamples(Split split, int count, ImageDecoder decoder) {
    this.split = split;
    this.decoder = decoder;
    this.files = new AtomicReferenceArray<>(count);
  }

  /** The first scenes of a split. */
  static TrainingExamples of(Split split, int count, ImageDecoder decoder) {
    return new TrainingExamples(count, new SceneExamples(split, count, decoder)::get);
  }

  private TrainingExample get(int index) {
    var scene = Scene.of(split.number(index));
    var file = files.get(index);
    if (file == null) {
      file = ScenePainter.paint(scene);
      files.set(index, file);
    }
    var image =
        decoder
            .decode(Bytes.wrap(file))
            .toOptional()
            .orElseThrow(() -> new IllegalStateException(scene.imageId() + " is no picture"));
    return new TrainingExample(image, truth(scene));
  }

  /** Boxes by the detector's rule: the right and lower edges are the last pixels inside. */
  private static GroundTruth truth(Scene scene) {
    var things = scene.things();
    var boxes = new float[4 * things.size()];
    var labels = new ArrayList<Integer>();
    var attributes = new ArrayList<List<Integer>>();
    for (int i = 0; i < things.size(); i++) {
      var thing = things.get(i);
      boxes[4 * i] = thing.x1();
      boxes[4 * i + 1] = thing.y1();
      boxes[4 * i + 2] = thing.x1() + thing.edge() - 1;
      boxes[4 * i + 3] = thing.y1() + thing.edge() - 1;
      labels.add(1 + NAMES.labels().indexOf(thing.shape().word()));
      attributes.add(attributes(thing));
    }
    return new GroundTruth(FloatMatrix.wrap(things.size(), 4, boxes), labels, attributes);
  }

  private static List<Integer> attributes(Thing thing) {
    return Stream.of(thing.colour(), thing.texture(), thing.size())
        .map(attribute -> 1 + NAMES.attributes().indexOf(attribute.word()))
        .toList();
  }

  private static List<String> words(Attribute[] attributes) {
    return Stream.of(attributes).map(Attribute::word).toList();
  }
}
