package io.alignstream.encode.runtime;

import java.util.List;
import java.util.Optional;

/**
 * How a checkpoint's names meet a model's.
 *
 * @param renames read in order; each row says why it is there
 * @param mayBeMissing prefixes of parameters that start from {@code initial} where the checkpoint
 *     has none (fine-tuning a new head)
 * @param ignored prefixes of tensors that the checkpoint may have and the model does not
 * @param initial values of what is missing
 */
public record LoadRules(
    List<Rename> renames, List<String> mayBeMissing, List<String> ignored, InitialValues initial) {

  /** A beginning of checkpoint names that the model spells differently. */
  public record Rename(String from, String to, String reason) {}

  /** The checkpoint holds exactly the model's parameters, under the same names. */
  public static final LoadRules EXACT =
      new LoadRules(
          List.of(), List.of(), List.of(), InitialValues.normal(0, 0.02f, List.of("LayerNorm")));

  /** Copies the lists. */
  public LoadRules {
    renames = List.copyOf(renames);
    mayBeMissing = List.copyOf(mayBeMissing);
    ignored = List.copyOf(ignored);
  }

  /** The same, and these tensors of the checkpoint may be left unread. */
  public LoadRules ignoring(String... prefixes) {
    return new LoadRules(renames, mayBeMissing, List.of(prefixes), initial);
  }

  /** The same, and these parameters may be missing. */
  public LoadRules startingFresh(InitialValues values, String... prefixes) {
    return new LoadRules(renames, List.of(prefixes), ignored, values);
  }

  /** The same with a table of renames. */
  public LoadRules renaming(Rename... table) {
    return new LoadRules(List.of(table), mayBeMissing, ignored, initial);
  }

  /** The model's name of a checkpoint's tensor. */
  String modelName(String checkpointName) {
    for (var rename : renames) {
      if (checkpointName.startsWith(rename.from())) {
        return rename.to() + checkpointName.substring(rename.from().length());
      }
    }
    return checkpointName;
  }

  boolean isIgnored(String name) {
    return startsWithAny(name, ignored).isPresent();
  }

  boolean isOptional(String name) {
    return startsWithAny(name, mayBeMissing).isPresent();
  }

  private static Optional<String> startsWithAny(String name, List<String> prefixes) {
    return prefixes.stream().filter(name::startsWith).findFirst();
  }
}
