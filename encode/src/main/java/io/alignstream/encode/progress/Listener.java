package io.alignstream.encode.progress;

import java.nio.file.Path;
import java.util.Map;

/** Who hears of a training's progress. */
public interface Listener extends AutoCloseable {
  /**
   * The training starts, or goes on.
   *
   * @param step how many were done before
   * @param steps how many there will be
   */
  default void start(long step, long steps) {}

  /** Steps were done. */
  void steps(StepReport report);

  /** The model was evaluated after so many steps. */
  void evaluation(long step, Map<String, Double> metrics);

  /** A checkpoint is whole. */
  default void checkpoint(long step, Path directory) {}

  /** No more will come. */
  @Override
  default void close() {}
}
