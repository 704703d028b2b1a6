package io.alignstream.deploy.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alignstream.heads.index.ImageHit;
import io.alignstream.heads.index.IndexedImage;
import io.alignstream.schemas.line.Region;
import java.util.List;

/** Images as JSON, with the field names of the schema {@code IndexEntry} and without vectors. */
final class IndexJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private IndexJson() {}

  static JsonNode neighbours(String imageId, List<ImageHit> hits) {
    var found = NODES.objectNode().put("image_id", imageId);
    var neighbours = found.putArray("neighbours");
    for (var hit : hits) {
      neighbours.addObject().put("score", hit.score()).setAll(of(hit.image()));
    }
    return found;
  }

  static ObjectNode of(IndexedImage image) {
    var node = NODES.objectNode();
    node.put("image_id", image.imageId());
    node.put("event_id", image.eventId());
    image.imageUri().ifPresent(uri -> node.put("image_uri", uri));
    node.put("image_width", image.width());
    node.put("image_height", image.height());
    texts(node.putArray("captions"), image.captions());
    texts(node.putArray("tags"), image.tags());
    var regions = node.putArray("regions");
    image.regions().forEach(region -> region(regions.addObject(), region));
    node.putObject("source")
        .put("topic", image.origin().topic())
        .put("partition", image.origin().partition())
        .put("offset", image.origin().offset());
    node.put("model_version", image.modelVersion());
    image.eventTime().ifPresent(time -> node.put("event_time", time.toString()));
    var attributes = node.putObject("attributes");
    image.attributes().forEach(attributes::put);
    return node;
  }

  private static void region(ObjectNode node, Region region) {
    node.putObject("box")
        .put("x1", region.box().x1())
        .put("y1", region.box().y1())
        .put("x2", region.box().x2())
        .put("y2", region.box().y2());
    node.put("label", region.label());
    node.put("score", region.score());
  }

  private static void texts(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }
}
