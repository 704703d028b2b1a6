package io.alignstream.heads.serving;

import com.typesafe.config.Config;
import io.alignstream.encode.text.ExampleLimits;
import io.alignstream.heads.task.ReferringTask;
import io.alignstream.schemas.line.TaskKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A checkpoint directory and what it is for.
 *
 * @param checkpoint holds {@code config.json}, the weights, {@code vocab.txt}, and for VQA {@code
 *     answers.txt}
 * @param tasks what it answers: one task with a head, or representations, or both
 * @param limits longest inputs
 * @param useTags whether stage 2 sees the tags ({@code use_b})
 * @param mod how referring expressions are scored
 * @param phraseLayer cross-modal layer to score them from; -1 for the last
 * @param answers how many answers or words are given, best first
 */
public record ModelSettings(
    Path checkpoint,
    List<TaskKind> tasks,
    ExampleLimits limits,
    boolean useTags,
    ReferringTask.Mod mod,
    int phraseLayer,
    int answers) {

  /** Refuses a directory with several heads. */
  public ModelSettings {
    tasks = List.copyOf(tasks);
    long heads = tasks.stream().filter(task -> task != TaskKind.REPRESENTATIONS).count();
    if (tasks.isEmpty() || heads > 1 || answers < 1) {
      throw new IllegalArgumentException(
          "%s: tasks %s, answers %d: a checkpoint has one head (beside representations), and gives at least one answer"
              .formatted(checkpoint, tasks, answers));
    }
  }

  /** Reads a section; {@code reference.conf} names its keys. */
  public static ModelSettings from(Config section) {
    return new ModelSettings(
        Path.of(section.getString("checkpoint")),
        section.getStringList("tasks").stream()
            .map(name -> TaskKind.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
            .toList(),
        new ExampleLimits(
            section.getInt("max-seq-length"),
            section.getInt("max-phrases"),
            section.getInt("max-tag-length"),
            section.getInt("max-img-seq-length")),
        section.getBoolean("use-b"),
        ReferringTask.Mod.of(section.getInt("mod")),
        section.getInt("phrase-layer"),
        section.getInt("answers"));
  }
}
