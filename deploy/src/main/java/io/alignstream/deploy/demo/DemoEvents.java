package io.alignstream.deploy.demo;

import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.Caption;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.avro.Task;
import io.alignstream.schemas.avro.TaskRequest;
import io.alignstream.schemas.wire.AvroWire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Scenes as image-caption events.
 *
 * @param topic the event topic
 * @param events writes them
 * @param seed of the world
 */
public record DemoEvents(String topic, Serializer<ImageCaptionEvent> events, long seed) {
  /** Answers asked for with each event. */
  public static final int TASKS = 5;

  /** Events that {@link #broken} gives. */
  public static final int BROKEN = 3;

  /** Of the world with this seed. */
  public static DemoEvents of(String topic, AvroWire wire, long seed) {
    return new DemoEvents(topic, wire.serializer(ImageCaptionEvent.class), seed);
  }

  /** The event of a scene, ready to be sent. */
  public ProducerRecord<byte[], byte[]> get(int number) {
    var scene = Scene.of(seed, number);
    var event = event(scene);
    return new ProducerRecord<>(
        topic, Keys.ofImage(event.getImageId()), events.serialize(topic, event));
  }

  /** What no line can use: half a picture, plain text, and a deletion of nothing. */
  public List<ProducerRecord<byte[], byte[]>> broken() {
    var half = event(Scene.of(seed, 1));
    half.setImageId("half-a-picture");
    half.setImageBytes(half.getImageBytes().limit(half.getImageBytes().remaining() / 2));
    return List.of(
        new ProducerRecord<>(topic, Keys.ofImage(half.getImageId()), events.serialize(topic, half)),
        new ProducerRecord<>(
            topic, Keys.ofImage("plain-text"), "a red circle".getBytes(StandardCharsets.UTF_8)),
        new ProducerRecord<>(topic, null, null));
  }

  private static ImageCaptionEvent event(Scene scene) {
    return ImageCaptionEvent.newBuilder()
        .setEventId("demo-%05d".formatted(scene.number()))
        .setImageId(Scene.imageId(scene.number()))
        .setImageBytes(ByteBuffer.wrap(ScenePainter.paint(scene)))
        .setCaptions(
            List.of(caption(SceneTexts.caption(scene)), caption(SceneTexts.positions(scene))))
        .setTasks(
            List.of(
                task(Task.VQA, SceneTexts.question(scene)),
                task(Task.VISUAL_ENTAILMENT, SceneTexts.positions(scene)),
                task(Task.REFERRING_EXPRESSION, SceneTexts.expression(scene)),
                task(Task.MASKED_TOKENS, SceneTexts.masked(scene)),
                task(Task.IMAGE_TEXT_MATCH, SceneTexts.caption(scene))))
        .setAttributes(Map.of("world", "demo"))
        .build();
  }

  private static Caption caption(String text) {
    return Caption.newBuilder().setText(text).build();
  }

  private static TaskRequest task(Task task, String text) {
    return TaskRequest.newBuilder().setTask(task).setText(text).build();
  }
}
