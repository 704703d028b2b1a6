package io.alignstream.deploy.curriculum;

import io.alignstream.deploy.training.FineTuning;
import io.alignstream.deploy.training.Recipe;
import io.alignstream.deploy.training.TaskData;
import io.alignstream.deploy.training.TaskSetup;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.train.Trainer;
import io.alignstream.encode.train.TrainingCheckpoints;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * To answer: one training of MVPTR on scenes' lists, by a recipe of its own.
 *
 * @param task of {@link Recipe#TASKS}
 * @param recipe of {@link Recipe#SHIPPED}
 * @param lists the task's directory of a {@link ListsLesson}
 * @param regions of a {@link RegionsLesson}
 * @param start the checkpoint that it begins with
 * @param out where its checkpoints go; {@code best} is what it leaves
 * @param given settings over the recipe's
 */
public record PairsLesson(
    String task,
    String recipe,
    Path lists,
    Path regions,
    Path start,
    Path out,
    Map<String, String> given) {
  /** Copies the settings. */
  public PairsLesson {
    given = Map.copyOf(given);
  }

  /**
   * Trains, or goes on.
   *
   * @param started is given the trainer, to stop it
   * @return where it stands
   * @throws InterruptedException if the thread was interrupted
   */
  public TrainingCheckpoints.Position learn(
      DeviceSettings device, PrintStream log, boolean terminal, Consumer<Trainer> started)
      throws InterruptedException {
    var settings = new LinkedHashMap<>(given);
    settings.put("img_feat_dir", regions.toAbsolutePath().toString());
    var setup =
        TaskSetup.open(
            Recipe.read(task, Optional.of(recipe), settings), TaskData.of(lists), start, true);
    return FineTuning.train(setup, out, device, Optional.empty(), log, terminal, started);
  }
}
