package io.alignstream.heads.stage;

import io.alignstream.schemas.avro.BoundingBox;
import io.alignstream.schemas.avro.DetectedRegion;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.avro.IndexedCaption;
import io.alignstream.schemas.avro.ScoredText;
import io.alignstream.schemas.avro.Source;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Origin;
import io.alignstream.schemas.line.Phrase;
import io.alignstream.schemas.line.Region;
import java.util.ArrayList;
import java.util.List;

/** What the retrieval index needs of an encoded event. */
final class IndexEntries {
  private IndexEntries() {}

  static IndexEntry of(EncodedEvent encoded) {
    var event = encoded.parsed().event();
    var regions = encoded.parsed().regions();
    return IndexEntry.newBuilder()
        .setImageId(event.imageId())
        .setEventId(event.eventId())
        .setImageUri(event.imageUri().orElse(null))
        .setImageWidth(regions.imageWidth())
        .setImageHeight(regions.imageHeight())
        .setImageEmbedding(floats(encoded.imageEmbedding()))
        .setCaptions(captions(encoded))
        .setTags(regions.tags())
        .setRegions(regions.regions().stream().map(IndexEntries::region).toList())
        .setSource(source(event.origin()))
        .setModelVersion(encoded.modelVersion())
        .setEventTime(event.eventTime().orElse(null))
        .setAttributes(event.attributes())
        .build();
  }

  static Source source(Origin origin) {
    return new Source(origin.topic(), origin.partition(), origin.offset());
  }

  static BoundingBox box(Box box) {
    return new BoundingBox(box.x1(), box.y1(), box.x2(), box.y2());
  }

  static List<Float> floats(FloatMatrix matrix) {
    var values = new ArrayList<Float>(matrix.rows() * matrix.columns());
    var buffer = matrix.buffer();
    while (buffer.hasRemaining()) {
      values.add(buffer.get());
    }
    return values;
  }

  private static List<IndexedCaption> captions(EncodedEvent encoded) {
    var captions = new ArrayList<IndexedCaption>();
    for (int i = 0; i < encoded.captionEmbeddings().size(); i++) {
      var caption = encoded.parsed().captions().get(i);
      captions.add(
          new IndexedCaption(
              caption.text(),
              floats(encoded.captionEmbeddings().get(i)),
              caption.phrases().stream().map(Phrase::words).toList()));
    }
    return captions;
  }

  private static DetectedRegion region(Region region) {
    return new DetectedRegion(
        box(region.box()),
        region.label(),
        region.score(),
        region.attributes().stream().map(a -> new ScoredText(a.name(), a.score())).toList());
  }
}
