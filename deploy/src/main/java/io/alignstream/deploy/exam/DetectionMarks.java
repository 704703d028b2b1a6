package io.alignstream.deploy.exam;

import io.alignstream.deploy.world.Attribute.Shape;
import io.alignstream.deploy.world.Scene;
import io.alignstream.detect.select.Detection;
import io.alignstream.detect.train.AveragePrecision;
import io.alignstream.detect.train.GroundTruth;
import io.alignstream.schemas.avro.DetectedRegion;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** COCO's mean average precision of the regions in index entries, over the world's shapes. */
final class DetectionMarks {
  private static final float OVERLAP = 0.5f;
  private static final List<String> SHAPES = Stream.of(Shape.values()).map(Shape::word).toList();

  private DetectionMarks() {}

  static double map50(Exam exam, Outputs outputs) {
    var precision = new AveragePrecision(1 + SHAPES.size(), OVERLAP);
    for (var paper : exam.papers()) {
      precision.add(
          truth(paper.scene()),
          outputs.entry(paper).map(DetectionMarks::detections).orElse(List.of()));
    }
    return precision.mean();
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
