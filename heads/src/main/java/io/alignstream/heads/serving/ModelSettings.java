package io.alignstream.heads.serving;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.alignstream.encode.text.ExampleLimits;
import io.alignstream.heads.task.ReferringTask;
import io.alignstream.schemas.line.TaskKind;
import java.nio.file.Path;
import java.util.Arrays;
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
 * @param usePhrases whether texts are given their phrases
 * @param distinctTags whether every tag of an image is read once
 * @param mod how referring expressions are scored
 * @param phraseLayer cross-modal layer to score them from; -1 for the last
 * @param answers how many answers or words are given, best first
 */
public record ModelSettings(
    Path checkpoint,
    List<TaskKind> tasks,
    ExampleLimits limits,
    boolean useTags,
    boolean usePhrases,
    boolean distinctTags,
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

  /** The same, giving so many answers or words. */
  public ModelSettings giving(int count) {
    return new ModelSettings(
        checkpoint, tasks, limits, useTags, usePhrases, distinctTags, mod, phraseLayer, count);
  }

  /** Reads a section; {@code reference.conf} names its keys. */
  public static ModelSettings from(Config section) {
    return new ModelSettings(
        Path.of(section.getString("checkpoint")),
        section.getStringList("tasks").stream().map(name -> task(section, name)).toList(),
        new ExampleLimits(
            section.getInt("max-seq-length"),
            section.getInt("max-phrases"),
            section.getInt("max-tag-length"),
            section.getInt("max-img-seq-length")),
        section.getBoolean("use-b"),
        section.getBoolean("use-phrases"),
        section.getBoolean("distinct-tags"),
        ReferringTask.Mod.of(section.getInt("mod")),
        section.getInt("phrase-layer"),
        section.getInt("answers"));
  }

  private static TaskKind task(Config section, String name) {
    var wanted = name.toLowerCase(Locale.ROOT).replace('_', '-');
    return Arrays.stream(TaskKind.values())
        .filter(task -> name(task).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException.BadValue(
                    section.getValue("tasks").origin(),
                    "tasks",
                    "there is no task %s; there are %s".formatted(name, names())));
  }

  private static String names() {
    return String.join(", ", Arrays.stream(TaskKind.values()).map(ModelSettings::name).toList());
  }

  /** As settings name it: {@code image-text-match}. */
  private static String name(TaskKind task) {
    return task.id().replace('_', '-');
  }
}
