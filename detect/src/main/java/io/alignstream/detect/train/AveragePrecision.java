package io.alignstream.detect.train;

import io.alignstream.detect.boxes.Overlap;
import io.alignstream.detect.select.Detection;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Mean average precision as COCO measures it (Lin et al. 2014): a class's detections of all images
 * by falling score, each matched to the truth of its class that it overlaps most and that is still
 * free; precision at 101 recalls, of which each is the best at that recall or above. The mean is
 * over the classes that occur.
 */
public final class AveragePrecision {
  private static final int RECALLS = 101;

  private final float overlap;
  private final List<List<Hit>> hits = new ArrayList<>();
  private final int[] objects;

  private record Hit(float score, boolean right) {}

  /**
   * Of nothing yet.
   *
   * @param classes the background included
   * @param overlap from which a detection is right
   */
  public AveragePrecision(int classes, float overlap) {
    this.overlap = overlap;
    this.objects = new int[classes];
    for (int c = 0; c < classes; c++) {
      hits.add(new ArrayList<>());
    }
  }

  /** Adds an image. */
  public void add(GroundTruth truth, List<Detection> detections) {
    truth.labels().forEach(label -> objects[label]++);
    var taken = new boolean[truth.labels().size()];
    detections.stream()
        .sorted(Comparator.comparing(Detection::score).reversed())
        .forEach(
            detection -> {
              int match = match(truth, detection, taken);
              hits.get(detection.label()).add(new Hit(detection.score(), match >= 0));
              if (match >= 0) {
                taken[match] = true;
              }
            });
  }

  private int match(GroundTruth truth, Detection detection, boolean[] taken) {
    int match = -1;
    float most = overlap;
    for (int row = 0; row < taken.length; row++) {
      float iou = overlap(detection, truth.boxes(), row);
      if (!taken[row] && truth.labels().get(row) == detection.label() && iou >= most) {
        most = iou;
        match = row;
      }
    }
    return match;
  }

  static float overlap(Detection detection, FloatMatrix boxes, int row) {
    var box = detection.box();
    return Overlap.iou(
            FloatMatrix.row(box.x1(), box.y1(), box.x2(), box.y2()),
            FloatMatrix.row(boxes.copyRow(row)))
        .get(0, 0);
  }

  /** The mean; 0 of nothing. */
  public double mean() {
    double sum = 0;
    int classes = 0;
    for (int c = 1; c < objects.length; c++) {
      if (objects[c] > 0) {
        sum += of(hits.get(c), objects[c]);
        classes++;
      }
    }
    return classes == 0 ? 0 : sum / classes;
  }

  private static double of(List<Hit> hits, int objects) {
    var sorted = hits.stream().sorted(Comparator.comparing(Hit::score).reversed()).toList();
    var best = new double[RECALLS]; // precision at a recall of i / 100 or above
    int right = 0;
    for (int i = 0; i < sorted.size(); i++) {
      right += sorted.get(i).right() ? 1 : 0;
      double precision = (double) right / (i + 1);
      for (int at = 0; at < RECALLS && at * objects <= right * (RECALLS - 1); at++) {
        best[at] = Math.max(best[at], precision);
      }
    }
    double sum = 0;
    for (double precision : best) {
      sum += precision;
    }
    return sum / RECALLS;
  }
}
