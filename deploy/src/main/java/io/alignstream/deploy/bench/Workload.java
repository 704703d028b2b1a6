package io.alignstream.deploy.bench;

import io.alignstream.deploy.exam.Exam;
import io.alignstream.deploy.exam.ExamEvents;
import io.alignstream.deploy.world.Split;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.wire.AvroWire;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What is asked about each scene of the demo's world. */
enum Workload {
  /** A question of each type, a hypothesis of each label, expressions and hidden words. */
  ALL_TASKS("with all tasks"),
  /** Nothing: a picture and its caption, which is what a retrieval index takes. */
  CAPTIONS("captions only");

  private final String words;

  Workload(String words) {
    this.words = words;
  }

  /** As people say it. */
  String words() {
    return words;
  }

  /**
   * Events as Kafka records.
   *
   * @param records an event each, of pictures that are all different
   * @param captions in all of them
   * @param tasks in all of them
   * @param bytes of all of them
   */
  record Load(List<ProducerRecord<byte[], byte[]>> records, int captions, int tasks, long bytes) {
    Load {
      records = List.copyOf(records);
    }

    int events() {
      return records.size();
    }
  }

  /**
   * Test scenes with what this asks about them.
   *
   * @param seed which stretch of the test scenes
   * @param events how many
   */
  Load load(long seed, int events, String topic) {
    var serializer = AvroWire.withoutRegistry().serializer(ImageCaptionEvent.class);
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    int captions = 0;
    int tasks = 0;
    long bytes = 0;
    for (var paper : Exam.of(Split.TEST, seed, events).papers()) {
      var event = ExamEvents.of(paper);
      if (this == CAPTIONS) {
        event.setTasks(List.of());
      }
      var value = serializer.serialize(topic, event);
      records.add(new ProducerRecord<>(topic, Keys.ofImage(event.getImageId()), value));
      captions += event.getCaptions().size();
      tasks += event.getTasks().size();
      bytes += value.length;
    }
    return new Load(records, captions, tasks, bytes);
  }
}
