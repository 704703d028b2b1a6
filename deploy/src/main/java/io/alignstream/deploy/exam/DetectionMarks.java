package io.alignstream.deploy.exam;

import io.alignstream.deploy.world.Attribute.Shape;
import io.alignstream.deploy.world.Scene;
import io.alignstream.deploy.world.Seen;
import io.alignstream.deploy.world.Thing;
import io.alignstream.detect.select.Detection;
import io.alignstream.detect.train.AveragePrecision;
import io.alignstream.detect.train.GroundTruth;
import io.alignstream.heads.metrics.BoxOverlap;
import io.alignstream.heads.metrics.Mean;
import io.alignstream.schemas.avro.DetectedRegion;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Marks for the regions in index entries. */
final class DetectionMarks {
  private static final float OVERLAP = 0.5f;
  private static final List<String> SHAPES = Stream.of(Shape.values()).map(Shape::word).toList();

  private DetectionMarks() {}

  /** COCO's mean average precision over the world's shapes. */
  static double map50(Exam exam, Outputs outputs) {
    var precision = new AveragePrecision(1 + SHAPES.size(), OVERLAP);
    for (var paper : exam.papers()) {
      precision.add(
          truth(paper.scene()),
          outputs.entry(paper).map(DetectionMarks::detections).orElse(List.of()));
    }
    return precision.mean();
  }

  /**
   * The share of things that are seen at all ({@code recall}), and of those that are seen the share
   * whose shape, colour, texture and size are right.
   *
   * @param seen each scene as the detector saw it
   */
  static Map<String, Mean> byKind(Exam exam, Map<Paper, List<Seen>> seen) {
    var marks = new LinkedHashMap<String, Mean>();
    for (var paper : exam.papers()) {
      for (var thing : paper.scene().things()) {
        var found = nearest(thing, seen.getOrDefault(paper, List.of()));
        marks.merge("recall", Mean.NONE.plus(found.isPresent()), Mean::plus);
        for (var attribute : thing.attributes()) {
          found.ifPresent(
              it ->
                  marks.merge(
                      attribute.kind(),
                      Mean.NONE.plus(it.words().contains(attribute.word())),
                      Mean::plus));
        }
      }
    }
    return marks;
  }

  private static Optional<Seen> nearest(Thing thing, List<Seen> seen) {
    return seen.stream()
        .filter(it -> BoxOverlap.iou(it.box(), thing.box()) >= OVERLAP)
        .max(Comparator.comparing(it -> BoxOverlap.iou(it.box(), thing.box())));
  }

  /** Boxes by the detector's rule: the right and lower edges are the last pixels inside. */
  private static GroundTruth truth(Scene scene) {
    var things = scene.things();
    var boxes = new float[4 * things.size()];
    var labels = new ArrayList<Integer>();
    for (int i = 0; i < things.size(); i++) {
      var box = things.get(i).box();
      boxes[4 * i] = box.x1();
      boxes[4 * i + 1] = box.y1();
      boxes[4 * i + 2] = box.x2() - 1;
      boxes[4 * i + 3] = box.y2() - 1;
      labels.add(label(things.get(i).shape().word()));
    }
    return new GroundTruth(
        FloatMatrix.wrap(things.size(), 4, boxes),
        labels,
        things.stream().map(thing -> List.<Integer>of()).toList());
  }

  private static List<Detection> detections(IndexEntry entry) {
    var regions = entry.getRegions();
    var detections = new ArrayList<Detection>();
    for (int i = 0; i < regions.size(); i++) {
      if (SHAPES.contains(regions.get(i).getLabel())) {
        detections.add(detection(i, regions.get(i)));
      }
    }
    return detections;
  }

  private static Detection detection(int number, DetectedRegion region) {
    var box = region.getBox();
    return new Detection(
        number,
        label(region.getLabel()),
        region.getScore(),
        new Box(box.getX1(), box.getY1(), box.getX2(), box.getY2()));
  }

  /** From 1; 0 is the background. */
  private static int label(String shape) {
    return 1 + SHAPES.indexOf(shape);
  }
}
