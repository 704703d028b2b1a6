package io.alignstream.deploy.cluster.wire;

import io.alignstream.ingest.kafka.Output;
import io.alignstream.schemas.line.Reason;
import java.util.List;
import java.util.function.Function;

/**
 * The answer to one event, or a part of it: outputs that are too many for one message come in
 * several parts, so that a message never grows beyond the largest single output.
 */
public sealed interface Reply {
  /**
   * Outputs, already encoded.
   *
   * @param last whether no more come for this event
   */
  record Answered(List<Output> outputs, boolean last) implements Reply {
    /** Copies the list. */
    public Answered {
      outputs = List.copyOf(outputs);
    }

    @Override
    public <R> R fold(
        Function<Answered, R> answered,
        Function<Refused, R> refused,
        Function<Removed, R> removed,
        Function<Failed, R> failed) {
      return answered.apply(this);
    }
  }

  /** The event is a dead letter. */
  record Refused(Reason reason) implements Reply {
    @Override
    public <R> R fold(
        Function<Answered, R> answered,
        Function<Refused, R> refused,
        Function<Removed, R> removed,
        Function<Failed, R> failed) {
      return refused.apply(this);
    }
  }

  /** The event's image is to be removed from the index. */
  record Removed(String imageId) implements Reply {
    @Override
    public <R> R fold(
        Function<Answered, R> answered,
        Function<Refused, R> refused,
        Function<Removed, R> removed,
        Function<Failed, R> failed) {
      return removed.apply(this);
    }
  }

  /**
   * The last reply of a link: its line failed, and something that it had in work may be why.
   *
   * @param message what happened
   */
  record Failed(String message) implements Reply {
    @Override
    public <R> R fold(
        Function<Answered, R> answered,
        Function<Refused, R> refused,
        Function<Removed, R> removed,
        Function<Failed, R> failed) {
      return failed.apply(this);
    }
  }

  /** Joins the branches. */
  <R> R fold(
      Function<Answered, R> answered,
      Function<Refused, R> refused,
      Function<Removed, R> removed,
      Function<Failed, R> failed);

  /** Rough bytes of this reply in a message. */
  default long weight() {
    return fold(
        answered -> {
          long bytes = 16;
          for (var output : answered.outputs()) {
            bytes += output.size() + 64;
          }
          return bytes;
        },
        refused -> 512L,
        removed -> 64L,
        failed -> 512L);
  }
}
