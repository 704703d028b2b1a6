package io.alignstream.detect.tsv;

import com.fasterxml.jackson.databind.JsonNode;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * One image in the scene-graph benchmark's layout ({@code convert_predictions_to_tsv}): {@code key
 * ⇥ {"objects": [{"rect", "bbox_id", "class", "conf", "feature", …}], "relations": null}}.
 *
 * @param key the image's key
 * @param objects the regions, in pixels of the original image; attributes with score 0 are
 *     arbitrary
 * @param features box features without geometry: [R, F], F = 2048 for VinVL, or [R, 0] for none
 * @param attributes whether objects carry attributes
 */
public record ObjectsRow(
    String key, List<Region> objects, FloatMatrix features, boolean attributes) {
  /** One object a row of features. */
  public ObjectsRow {
    objects = List.copyOf(objects);
    if (objects.size() != features.rows()) {
      throw new IllegalArgumentException(
          "%d objects for %d feature rows".formatted(objects.size(), features.rows()));
    }
  }

  /** The line, without its end. */
  public String line() {
    var json = new PythonJson().raw(key).raw("\t{\"objects\": [");
    for (int i = 0; i < objects.size(); i++) {
      var region = objects.get(i);
      var box = region.box();
      json.raw(i == 0 ? "{\"rect\": " : ", {\"rect\": ")
          .numbers(box.x1(), box.y1(), box.x2(), box.y2())
          .raw(", \"bbox_id\": ")
          .number(i)
          .raw(", \"class\": ")
          .string(region.label())
          .raw(", \"conf\": ")
          .number(region.score());
      if (features.columns() > 0) {
        json.raw(", \"feature\": ").string(Floats.encodeRow(features, i));
      }
      if (attributes) {
        var scores = new float[region.attributes().size()];
        for (int a = 0; a < scores.length; a++) {
          scores[a] = region.attributes().get(a).score();
        }
        json.raw(", \"attributes\": ")
            .strings(region.attributes().stream().map(Region.Attribute::name).toList())
            .raw(", \"attr_scores\": ")
            .numbers(scores);
      }
      json.raw("}");
    }
    return json.raw("], \"relations\": null}").toString();
  }

  /**
   * Reads a line's two columns; fields that are not known are passed over.
   *
   * @throws IllegalArgumentException if they are of another layout
   */
  public static ObjectsRow parse(List<String> columns) {
    var found = FeatureRow.json(columns).path("objects");
    if (!found.isArray()) {
      throw new IllegalArgumentException("no 'objects' in the second column");
    }
    var objects = new ArrayList<Region>();
    var features = new ArrayList<FloatMatrix>();
    boolean attributes = false;
    for (var object : found) {
      objects.add(region(object));
      attributes |= object.has("attributes");
      if (object.path("feature").isTextual()) {
        features.add(Floats.decode(object.path("feature").asText(), 1));
      }
    }
    return new ObjectsRow(columns.get(0), objects, stack(features, objects.size()), attributes);
  }

  private static Region region(JsonNode object) {
    var rect = object.path("rect");
    if (rect.size() != 4 || !object.path("class").isTextual()) {
      throw new IllegalArgumentException("an object without 'rect' of four numbers or 'class'");
    }
    var attributes = new ArrayList<Region.Attribute>();
    var names = object.path("attributes");
    for (int i = 0; i < names.size(); i++) {
      attributes.add(
          new Region.Attribute(
              names.get(i).asText(), (float) object.path("attr_scores").path(i).asDouble()));
    }
    return new Region(
        new Box(number(rect, 0), number(rect, 1), number(rect, 2), number(rect, 3)),
        object.path("class").asText(),
        (float) object.path("conf").asDouble(1),
        attributes);
  }

  private static float number(JsonNode rect, int i) {
    return (float) rect.get(i).asDouble();
  }

  private static FloatMatrix stack(List<FloatMatrix> rows, int objects) {
    if (rows.isEmpty()) {
      return FloatMatrix.wrap(objects, 0, new float[0]);
    }
    int columns = rows.get(0).columns();
    var values = new float[objects * columns];
    if (rows.size() != objects || rows.stream().anyMatch(row -> row.columns() != columns)) {
      throw new IllegalArgumentException("objects with features of several lengths");
    }
    for (int i = 0; i < objects; i++) {
      rows.get(i).buffer().get(values, i * columns, columns);
    }
    return FloatMatrix.wrap(objects, columns, values);
  }
}
