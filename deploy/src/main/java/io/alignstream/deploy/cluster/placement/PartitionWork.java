package io.alignstream.deploy.cluster.placement;

import akka.Done;
import java.util.concurrent.CompletionStage;

/** The work on one partition while it is on this node. */
@FunctionalInterface
public interface PartitionWork {
  /** Takes no more records and publishes those in flight; completes when that is done. */
  CompletionStage<Done> drain();
}
