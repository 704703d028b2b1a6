package io.alignstream.deploy.cluster;

import java.util.Locale;

/** What a node does for the cluster. */
public enum Role {
  /** Holds Kafka partitions: checks and fetches events, publishes what is made of them. */
  INGEST,
  /** Runs the models over events. */
  INFERENCE,
  /** Holds the index and answers over HTTP. */
  QUERY,
  /** Trains. */
  TRAINER;

  /** The name in settings and in the cluster: {@code ingest}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The role of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Role of(String id) {
    for (var role : values()) {
      if (role.id().equals(id)) {
        return role;
      }
    }
    throw new IllegalArgumentException(
        "roles: no role is named '%s'; there are ingest, inference, query and trainer"
            .formatted(id));
  }
}
