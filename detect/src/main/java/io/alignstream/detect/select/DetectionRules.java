package io.alignstream.detect.select;

import io.alignstream.detect.boxes.BoxCoder;
import io.alignstream.detect.boxes.Nms;
import io.alignstream.detect.boxes.Overlap;
import io.alignstream.detect.boxes.Ranking;
import io.alignstream.detect.pixels.Size;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How classified proposals become detections ({@code box_head/inference.py}).
 *
 * <p>Equal scores occur: proposals without area at one place pool the same. Among them the order is
 * that of NMS in {@link Filter#EVERY_CLASS}. The other two end in the reference's {@code
 * torch.sort}, which promises none; here it is the one that its CPU code gives ({@link
 * Ranking#fallingAsTorch}), which the goldens show and other devices need not share.
 *
 * @param filter which of the reference's three ways
 * @param scoreThreshold least probability; lowered where too few pass it
 * @param nmsThreshold overlap from which the worse goes (0.3 is fixed in {@link Filter#BEST_CLASS})
 * @param fewest least detections an image, as far as there are proposals
 * @param most most detections an image; 0 is no limit in {@link Filter#EVERY_CLASS}
 * @param coder of the box regression
 * @param ignoreRegression whether detections keep their proposal's box, as VinVL's features do
 * @param nms which rule
 */
public record DetectionRules(
    Filter filter,
    double scoreThreshold,
    double nmsThreshold,
    int fewest,
    int most,
    BoxCoder coder,
    boolean ignoreRegression,
    Nms nms) {

  private static final double BEST_CLASS_NMS = 0.3;
  private static final int HALVINGS = 10;

  /** {@code NMS_FILTER} 0, 1, 2, in order, and 3, which is ours. */
  public enum Filter {
    /**
     * Every class above the threshold, NMS a class; grouped by class, so that a proposal can be
     * reported under several.
     */
    EVERY_CLASS,
    /** NMS a class over all proposals, then the best class that survived; by falling score. */
    BEST_CLASS,
    /**
     * The best class of each proposal, one NMS over all; by falling score. With box regression its
     * boxes are wrong, as the reference's are: row i of the flattened (proposal, class) list.
     */
    CLASS_FREE,
    /**
     * As {@link #EVERY_CLASS}, then one NMS over all classes: a thing is reported once. The
     * reference has no such way; where labels are few and exclude each other, a second label of the
     * same thing is a thing too many.
     */
    ONE_A_PLACE;

    /**
     * The reference's number of it.
     *
     * @throws IllegalArgumentException if it is none of 0 to 3
     */
    public static Filter numbered(int number) {
      return switch (number) {
        case 0 -> EVERY_CLASS;
        case 1 -> BEST_CLASS;
        case 2 -> CLASS_FREE;
        case 3 -> ONE_A_PLACE;
        default -> throw new IllegalArgumentException("NMS_FILTER is 0, 1, 2 or 3, not " + number);
      };
    }
  }

  /** The same, but that detections keep their proposals' boxes. */
  public DetectionRules keepingProposals() {
    return new DetectionRules(filter, scoreThreshold, nmsThreshold, fewest, most, coder, true, nms);
  }

  /**
   * Detections of one image.
   *
   * @param probabilities of the classes: [R, C]
   * @param regression deltas of every class: [R, 4·C]
   * @param proposals [R, 4]
   */
  public List<Detection> select(
      FloatMatrix probabilities, FloatMatrix regression, FloatMatrix proposals, Size image) {
    var boxes =
        Overlap.clip(
            ignoreRegression ? proposals : coder.decode(regression, proposals),
            image.width(),
            image.height());
    var candidates = new Candidates(probabilities, boxes);
    if (filter == Filter.CLASS_FREE) {
      return classFree(candidates);
    }
    double threshold = scoreThreshold;
    var found = filtered(candidates, threshold);
    for (int i = 0; i < HALVINGS && found.size() < fewest; i++) {
      threshold /= 2;
      found = filtered(candidates, threshold);
    }
    return found;
  }

  private List<Detection> filtered(Candidates candidates, double threshold) {
    return switch (filter) {
      case EVERY_CLASS -> everyClass(candidates, (float) threshold);
      case ONE_A_PLACE -> oneAPlace(everyClass(candidates, (float) threshold));
      default -> bestClass(candidates, (float) threshold);
    };
  }

  private List<Detection> oneAPlace(List<Detection> found) {
    var boxes = new float[4 * found.size()];
    var scores = new float[found.size()];
    for (int i = 0; i < found.size(); i++) {
      var box = found.get(i).box();
      boxes[4 * i] = box.x1();
      boxes[4 * i + 1] = box.y1();
      boxes[4 * i + 2] = box.x2();
      boxes[4 * i + 3] = box.y2();
      scores[i] = found.get(i).score();
    }
    return IntStream.of(nms.keep(FloatMatrix.wrap(scores.length, 4, boxes), scores, nmsThreshold))
        .sorted()
        .mapToObj(found::get)
        .toList();
  }

  private List<Detection> everyClass(Candidates candidates, float threshold) {
    var found = new ArrayList<Detection>();
    for (int c = 1; c < candidates.classes(); c++) {
      var above = candidates.above(c, threshold);
      if (above.length > 0) {
        var scores = Rows.take(candidates.scores(c), above);
        for (int kept : nms.keep(Rows.take(candidates.boxes(c), above), scores, nmsThreshold)) {
          found.add(candidates.detection(above[kept], c));
        }
      }
    }
    if (most <= 0 || found.size() <= most) {
      return found;
    }
    var scores = found.stream().map(Detection::score).sorted().toList();
    float least = scores.get(scores.size() - most);
    return found.stream().filter(detection -> detection.score() >= least).toList();
  }

  private List<Detection> bestClass(Candidates candidates, float threshold) {
    int rows = candidates.rows();
    var best = new float[rows];
    var label = new int[rows];
    for (int c = 1; c < candidates.classes(); c++) {
      var scores = candidates.scores(c);
      for (int row : nms.keep(candidates.boxes(c), scores, BEST_CLASS_NMS)) {
        if (scores[row] > best[row]) {
          best[row] = scores[row];
          label[row] = c;
        }
      }
    }
    var survivors = IntStream.range(0, rows).filter(row -> best[row] > 0).toArray();
    int above = (int) IntStream.of(survivors).filter(row -> best[row] >= threshold).count();
    int count = above < fewest ? fewest : Math.min(above, most);
    return Arrays.stream(taken(survivors, Ranking.fallingAsTorch(Rows.take(best, survivors))))
        .limit(count)
        .mapToObj(row -> candidates.detection(row, label[row]))
        .toList();
  }

  private List<Detection> classFree(Candidates candidates) {
    int rows = candidates.rows();
    var best = new float[rows];
    var label = new int[rows];
    for (int row = 0; row < rows; row++) {
      for (int c = 1; c < candidates.classes(); c++) {
        if (candidates.score(row, c) > best[row]) {
          best[row] = candidates.score(row, c);
          label[row] = c;
        }
      }
    }
    var means = candidates.meanBoxes();
    var sound = new int[rows];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      if (means.get(row, 2) >= means.get(row, 0)
          && means.get(row, 3) >= means.get(row, 1)
          && best[row] > (float) (scoreThreshold * 0.01)) {
        sound[count++] = row;
      }
    }
    sound = Arrays.copyOf(sound, count);
    var scores = Rows.take(best, sound);
    var keep = nms.keep(Rows.take(means, sound), scores, nmsThreshold);
    var kept = Rows.take(scores, keep);
    var rowsKept = taken(sound, keep);
    int above = 0;
    for (float score : kept) {
      above += score >= (float) scoreThreshold ? 1 : 0;
    }
    return Arrays.stream(Ranking.fallingAsTorch(kept))
        .limit(Math.min(Math.max(above, fewest), most))
        .map(i -> rowsKept[i])
        .mapToObj(row -> new Detection(row, label[row], best[row], candidates.flattenedBox(row)))
        .toList();
  }

  private static int[] taken(int[] from, int[] at) {
    return Arrays.stream(at).map(i -> from[i]).toArray();
  }

  /** Scores [R, C] with boxes [R, 4·C], or [R, 4] that count for every class. */
  private record Candidates(FloatMatrix scores, FloatMatrix boxes) {
    int rows() {
      return scores.rows();
    }

    int classes() {
      return scores.columns();
    }

    float score(int row, int label) {
      return scores.get(row, label);
    }

    float[] scores(int label) {
      var column = new float[rows()];
      for (int row = 0; row < column.length; row++) {
        column[row] = scores.get(row, label);
      }
      return column;
    }

    int[] above(int label, float threshold) {
      var rows = new int[rows()];
      int count = 0;
      for (int row = 0; row < rows.length; row++) {
        if (scores.get(row, label) > threshold) {
          rows[count++] = row;
        }
      }
      return Arrays.copyOf(rows, count);
    }

    FloatMatrix boxes(int label) {
      return boxes.columns() == 4 ? boxes : Rows.columns(boxes, 4 * label, 4);
    }

    FloatMatrix meanBoxes() {
      if (boxes.columns() == 4) {
        return boxes;
      }
      var means = new float[4 * rows()];
      for (int row = 0; row < rows(); row++) {
        for (int i = 0; i < 4; i++) {
          double sum = 0;
          for (int c = 0; c < classes(); c++) {
            sum += boxes.get(row, 4 * c + i);
          }
          means[4 * row + i] = (float) (sum / classes());
        }
      }
      return FloatMatrix.wrap(rows(), 4, means);
    }

    Detection detection(int row, int label) {
      return new Detection(
          row, label, score(row, label), box(row, boxes.columns() == 4 ? 0 : label));
    }

    Box flattenedBox(int index) {
      return boxes.columns() == 4 ? box(index, 0) : box(index / classes(), index % classes());
    }

    private Box box(int row, int label) {
      int at = 4 * label;
      return new Box(
          boxes.get(row, at),
          boxes.get(row, at + 1),
          boxes.get(row, at + 2),
          boxes.get(row, at + 3));
    }
  }
}
