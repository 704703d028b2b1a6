package io.alignstream.deploy.bench;

import java.util.List;

/**
 * What the line's bench does.
 *
 * @param partitions of the event topic
 * @param perPartition events in each
 * @param eventBytes about the size of one
 * @param rounds that count
 * @param only names of those that take part, empty for all
 */
public record LineRace(
    int partitions, int perPartition, int eventBytes, int rounds, List<String> only) {
  /** Refuses what cannot run. */
  public LineRace {
    only = List.copyOf(only);
    if (partitions < 1 || perPartition < 1 || eventBytes < 1 || rounds < 1) {
      throw new IllegalArgumentException("partitions, events, their bytes and rounds: at least 1");
    }
  }
}
