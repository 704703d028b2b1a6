package io.alignstream.encode.mvptr;

import io.alignstream.encode.runtime.Weights;
import java.util.Map;

/** What a task adds behind the cross-modal encoder, in the same graph. */
@FunctionalInterface
public interface PairHead {
  /**
   * Outputs by name.
   *
   * @param w weights of the whole checkpoint
   * @param cross sequences without a fixed place where the image begins: {@code regionsFrom} is 0
   */
  Map<String, HeadOutput> outputs(Weights w, CrossModal cross);
}
