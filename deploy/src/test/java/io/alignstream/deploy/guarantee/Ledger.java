package io.alignstream.deploy.guarantee;

import io.alignstream.schemas.Keys;
import io.alignstream.schemas.line.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What was sent, and what has to become of each record. Records are named by where they are: {@code
 * partition@offset}.
 */
public final class Ledger {
  private final Map<String, Good> good = new TreeMap<>();
  private final Map<String, Bad> bad = new TreeMap<>();
  private final List<String> deleted = new ArrayList<>();

  /** A valid event: one index entry, and one answer with each of these keys. */
  record Good(String imageId, Set<String> answerKeys) {}

  /** A broken one: one dead letter with all of this. */
  record Bad(ProducerRecord<byte[], byte[]> sent, Reason.Code reason) {}

  /** Notes a valid event. */
  public void good(RecordMetadata at, String eventId, String imageId, List<String> taskIds) {
    var keys = new TreeSet<String>();
    taskIds.forEach(task -> keys.add(Keys.text(Keys.ofAnswer(eventId, task))));
    good.put(place(at.partition(), at.offset()), new Good(imageId, keys));
  }

  /** Notes a broken one. */
  public void bad(RecordMetadata at, ProducerRecord<byte[], byte[]> sent, Reason.Code reason) {
    bad.put(place(at.partition(), at.offset()), new Bad(sent, reason));
  }

  /** Notes a deletion. */
  public void deleted(String imageId) {
    deleted.add(imageId);
  }

  /** Records noted. */
  public int size() {
    return good.size() + bad.size() + deleted.size();
  }

  Map<String, Good> good() {
    return good;
  }

  Map<String, Bad> bad() {
    return bad;
  }

  List<String> deleted() {
    return deleted;
  }

  static String place(int partition, long offset) {
    return partition + "@" + offset;
  }
}
