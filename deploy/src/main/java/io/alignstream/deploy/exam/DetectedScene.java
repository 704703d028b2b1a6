package io.alignstream.deploy.exam;

import io.alignstream.deploy.world.Attribute;
import io.alignstream.deploy.world.Seen;
import io.alignstream.heads.metrics.BoxOverlap;
import io.alignstream.schemas.avro.DetectedRegion;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.avro.ScoredText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The scene as the detector saw it: the regions of an index entry taken as its things. */
final class DetectedScene {
  private static final float SURE = 0.5f; // least score of a thing

  /** Overlap of two regions of one thing: no thing hides more than 0.3 of another. */
  private static final double SAME = 0.4;

  private DetectedScene() {}

  /** The things, surest first; of several regions of one thing the surest. */
  static List<Seen> of(IndexEntry entry) {
    var things = new ArrayList<Seen>();
    entry.getRegions().stream()
        .filter(region -> region.getScore() >= SURE)
        .sorted(Comparator.comparing(DetectedRegion::getScore).reversed())
        .map(region -> new Seen(words(region), Boxes.of(region.getBox())))
        .filter(
            seen -> things.stream().noneMatch(it -> BoxOverlap.iou(it.box(), seen.box()) > SAME))
        .forEach(things::add);
    return things;
  }

  /** The label, and of each kind the likeliest attribute. */
  private static Set<String> words(DetectedRegion region) {
    var words = new HashSet<String>();
    words.add(region.getLabel());
    for (var kind : Attribute.ORDER) {
      var ofKind = Attribute.ofKind(kind).stream().map(Attribute::word).toList();
      region.getAttributes().stream()
          .filter(attribute -> ofKind.contains(attribute.getText()))
          .max(Comparator.comparing(ScoredText::getScore))
          .ifPresent(attribute -> words.add(attribute.getText()));
    }
    return words;
  }
}
