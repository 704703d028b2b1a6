package io.alignstream.deploy.cluster.inference;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.alignstream.ingest.kafka.EventLimits;
import java.time.Duration;

/**
 * How events go to inference nodes.
 *
 * @param groupEvents most events a group
 * @param groupBytes bytes after which a group ends; a larger event is a group of its own
 * @param groupWait longest wait for a group to fill
 * @param groupsInWork groups of one partition that wait or are in work
 * @param groupsPerLink groups that a node has from one ingest node at once
 * @param maxDeaths how often nodes or their lines may die of an event before it is a dead letter
 */
public record InferenceSettings(
    int groupEvents,
    long groupBytes,
    Duration groupWait,
    int groupsInWork,
    int groupsPerLink,
    int maxDeaths) {
  /** Refuses what cannot run. */
  public InferenceSettings {
    if (groupEvents < 1 || groupBytes < 1 || groupsInWork < 1 || groupsPerLink < 1) {
      throw new IllegalArgumentException("groups and their sizes must be at least 1");
    }
    if (groupWait.isNegative() || groupWait.isZero()) {
      throw new IllegalArgumentException("group-wait must be above 0");
    }
    if (maxDeaths < 3) {
      throw new IllegalArgumentException(
          "max-deaths must be at least 3: the first death may be the node's own, and only at the"
              + " third one the event was alone");
    }
  }

  /** Reads {@code alignstream.cluster.inference}; a group never exceeds the largest event. */
  public static InferenceSettings from(Config section, EventLimits limits) {
    try {
      return new InferenceSettings(
          section.getInt("group-events"),
          Math.min(section.getBytes("group-bytes"), limits.maxEventBytes()),
          section.getDuration("group-wait"),
          section.getInt("groups-in-work"),
          section.getInt("groups-per-node"),
          section.getInt("max-deaths"));
    } catch (IllegalArgumentException e) {
      throw new ConfigException.BadValue(
          section.origin(), "alignstream.cluster.inference", String.valueOf(e.getMessage()), e);
    }
  }
}
