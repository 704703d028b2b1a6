package io.alignstream.deploy.node;

import akka.Done;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Decides which partitions a node works on, and runs them. */
public interface Partitions {
  /** What this node waits for before all its partitions are worked on, a line each. */
  List<String> notReady();

  /** Ends all streams of this node after what is in flight was published. */
  CompletionStage<Done> drain();
}
