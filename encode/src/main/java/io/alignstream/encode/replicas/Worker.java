package io.alignstream.encode.replicas;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process's place in a group that somebody else made up, as it is handed over in an environment
 * variable.
 *
 * @param rank its place, from 0
 * @param addresses {@code host:port} of every process
 */
public record Worker(int rank, List<String> addresses) {
  private static final String VARIABLE = "ALIGNSTREAM_REPLICA";

  /** Copies the addresses. */
  public Worker {
    addresses = List.copyOf(addresses);
    if (rank < 0 || rank >= addresses.size()) {
      throw new IllegalArgumentException("no rank %d among %s".formatted(rank, addresses));
    }
  }

  /**
   * The place that the environment names, if any.
   *
   * @param environment such as {@code System.getenv()}
   */
  public static Optional<Worker> of(Map<String, String> environment) {
    var value = environment.getOrDefault(VARIABLE, "");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    var parts = value.split("@", 2);
    if (parts.length != 2 || !parts[0].matches("\\d{1,6}")) {
      throw new IllegalArgumentException(VARIABLE + " is <rank>@<host:port>,…, not " + value);
    }
    return Optional.of(new Worker(Integer.parseInt(parts[0]), List.of(parts[1].split(","))));
  }

  /** Writes it where {@link #of} finds it. */
  public void into(Map<String, String> environment) {
    environment.put(VARIABLE, rank + "@" + String.join(",", addresses));
  }
}
