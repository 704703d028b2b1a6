package io.alignstream.deploy.demo;

import io.alignstream.deploy.exam.Exam;
import io.alignstream.deploy.exam.ExamEvents;
import io.alignstream.deploy.exam.Paper;
import io.alignstream.deploy.exam.Retrieval;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.wire.AvroWire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * An exam as Kafka records.
 *
 * @param topic the event topic
 * @param events writes them
 */
record DemoEvents(Exam exam, String topic, Serializer<ImageCaptionEvent> events) {
  /** Events that {@link #broken} gives. */
  static final int BROKEN = 3;

  /** On this topic. */
  static DemoEvents of(Exam exam, String topic, AvroWire wire) {
    return new DemoEvents(exam, topic, wire.serializer(ImageCaptionEvent.class));
  }

  /** A record a paper, and the broken ones. */
  Stream<ProducerRecord<byte[], byte[]>> first() {
    return Stream.concat(
        exam.papers().stream().map(ExamEvents::of).map(this::record), broken().stream());
  }

  /** What no line can use: half a picture, plain text, and a deletion of nothing. */
  private List<ProducerRecord<byte[], byte[]>> broken() {
    Paper paper = exam.papers().get(0);
    var half = ExamEvents.of(paper);
    half.setImageId("half-a-picture");
    half.setImageBytes(half.getImageBytes().limit(half.getImageBytes().remaining() / 2));
    return List.of(
        record(half),
        new ProducerRecord<>(
            topic, Keys.ofImage("plain-text"), "a red circle".getBytes(StandardCharsets.UTF_8)),
        new ProducerRecord<>(topic, null, null));
  }

  /**
   * The events that ask about the candidates of a coarse ranking.
   *
   * @param most tasks of an event
   */
  List<ImageCaptionEvent> again(Retrieval coarse, int most) {
    return IntStream.range(0, exam.papers().size())
        .boxed()
        .flatMap(image -> ExamEvents.again(exam, image, coarse.again(image), most).stream())
        .toList();
  }

  /** Ready to be sent. */
  ProducerRecord<byte[], byte[]> record(ImageCaptionEvent event) {
    return new ProducerRecord<>(
        topic, Keys.ofImage(event.getImageId()), events.serialize(topic, event));
  }
}
