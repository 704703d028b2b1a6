package io.alignstream.deploy.index;

import io.alignstream.heads.index.RetrievalIndex;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.wire.AvroWire;
import io.alignstream.schemas.wire.WireException;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes each record of the topic a change of the index. */
final class IndexChanges {
  private static final Logger LOG = LoggerFactory.getLogger(IndexChanges.class);

  private final RetrievalIndex index = new RetrievalIndex();
  private final Deserializer<IndexEntry> entries;
  private final IndexMeters meters;

  IndexChanges(AvroWire wire, IndexMeters meters) {
    this.entries = wire.deserializer(IndexEntry.class);
    this.meters = meters;
  }

  RetrievalIndex index() {
    return index;
  }

  /**
   * A value replaces the image of its key, a null value removes it. So does a value that cannot be
   * read: what it replaced is gone from the topic sooner or later, and the index must not depend on
   * when it was read.
   */
  void apply(ConsumerRecord<byte[], byte[]> change) {
    if (change.key() == null) {
      unreadable(change, "it has no key");
      return;
    }
    var imageId = Keys.text(change.key());
    if (change.value() == null) {
      index.delete(imageId);
      meters.deleted();
      return;
    }
    try {
      var entry = Objects.requireNonNull(entries.deserialize(change.topic(), change.value()));
      if (!entry.getImageId().equals(imageId)) {
        throw new IllegalArgumentException("it is an entry of image " + entry.getImageId());
      }
      index.put(entry);
      meters.put();
    } catch (WireException | IllegalArgumentException e) {
      index.delete(imageId);
      unreadable(change, String.valueOf(e.getMessage()));
    }
  }

  private void unreadable(ConsumerRecord<byte[], byte[]> change, String why) {
    meters.unreadable();
    LOG.atWarn()
        .addKeyValue("key", change.key() == null ? "" : Keys.text(change.key()))
        .addKeyValue("topic", change.topic())
        .addKeyValue("partition", change.partition())
        .addKeyValue("offset", change.offset())
        .log("not in the index: {}", why);
  }
}
