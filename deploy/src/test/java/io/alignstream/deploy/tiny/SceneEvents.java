package io.alignstream.deploy.tiny;

import io.alignstream.deploy.world.Captions;
import io.alignstream.deploy.world.Hypotheses;
import io.alignstream.deploy.world.MaskedTexts;
import io.alignstream.deploy.world.Questions;
import io.alignstream.deploy.world.Scene;
import io.alignstream.deploy.world.ScenePainter;
import io.alignstream.deploy.world.Split;
import io.alignstream.schemas.avro.Caption;
import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.avro.Task;
import io.alignstream.schemas.avro.TaskRequest;
import java.nio.ByteBuffer;
import java.util.List;

/** Events of unseen scenes, with a caption and a text for each of five tasks. */
public final class SceneEvents {
  /** Answers asked for with each event. */
  public static final int TASKS = 5;

  private SceneEvents() {}

  /** The event of a test scene. */
  public static ImageCaptionEvent of(int index) {
    var scene = Scene.of(Split.TEST.number(index));
    var caption = Captions.of(scene).next().text();
    return ImageCaptionEvent.newBuilder()
        .setEventId("scene-" + index)
        .setImageId(scene.imageId())
        .setImageBytes(ByteBuffer.wrap(ScenePainter.paint(scene)))
        .setCaptions(List.of(Caption.newBuilder().setText(caption).build()))
        .setTasks(
            List.of(
                task(Task.VQA, Questions.of(scene).one().get(0).text()),
                task(Task.VISUAL_ENTAILMENT, Hypotheses.of(scene).one().get(0).text()),
                task(Task.REFERRING_EXPRESSION, caption),
                task(Task.MASKED_TOKENS, MaskedTexts.of(scene).next().text()),
                task(Task.IMAGE_TEXT_MATCH, caption)))
        .build();
  }

  private static TaskRequest task(Task task, String text) {
    return TaskRequest.newBuilder().setTask(task).setText(text).build();
  }
}
