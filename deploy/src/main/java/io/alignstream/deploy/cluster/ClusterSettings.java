package io.alignstream.deploy.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.alignstream.deploy.cluster.inference.InferenceSettings;
import io.alignstream.ingest.kafka.EventLimits;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An operator's knobs of the cluster.
 *
 * @param hostname where other nodes reach this one
 * @param bindHostname what it listens on; mostly the same
 * @param port 0 takes any that is free
 * @param seedNodes {@code host:port} of nodes to join; empty: this node begins a cluster
 * @param roles what this node does
 * @param pause longest silence of a node that is not taken for its death
 * @param stableAfter how long the members must have been the same before the silent are removed
 * @param drainTimeout longest time for work in flight when this node leaves
 * @param tls TLS between nodes, empty for none
 * @param inference how events go to inference nodes
 * @param limits what the largest message is derived from
 * @param akka any of Akka's own settings, over ours
 */
public record ClusterSettings(
    String hostname,
    String bindHostname,
    int port,
    List<String> seedNodes,
    Set<Role> roles,
    Duration pause,
    Duration stableAfter,
    Duration drainTimeout,
    Optional<TlsSettings> tls,
    InferenceSettings inference,
    EventLimits limits,
    Config akka) {
  /** Refuses what cannot run. */
  public ClusterSettings {
    seedNodes = List.copyOf(seedNodes);
    roles = Set.copyOf(roles);
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("a node needs a role");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be from 0 to 65535, not " + port);
    }
    for (var seed : seedNodes) {
      if (!seed.matches("\\S+:\\d{1,5}")) {
        throw new IllegalArgumentException(
            "seed-nodes are written host:port, not '%s'".formatted(seed));
      }
    }
  }

  /**
   * Reads {@code cluster}, {@code max-event-bytes} and {@code node.drain-timeout} of the section
   * {@code alignstream}.
   */
  public static ClusterSettings from(Config alignstream) {
    var section = alignstream.getConfig("cluster");
    var limits = EventLimits.from(alignstream);
    var tls = section.getConfig("tls");
    try {
      return new ClusterSettings(
          section.getString("hostname"),
          section.getString("bind-hostname"),
          section.getInt("port"),
          section.getStringList("seed-nodes"),
          roles(section),
          positive(section, "pause"),
          positive(section, "stable-after"),
          positive(alignstream.getConfig("node"), "drain-timeout"),
          tls.getBoolean("enabled") ? Optional.of(TlsSettings.from(tls)) : Optional.empty(),
          InferenceSettings.from(section.getConfig("inference"), limits),
          limits,
          section.getConfig("akka"));
    } catch (IllegalArgumentException e) {
      throw new ConfigException.BadValue(
          section.origin(), "alignstream.cluster", String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Whether this node can only ever be alone: it joins nobody, nobody can know where it is, and it
   * does everything that the line needs itself.
   */
  public boolean isAlone() {
    return seedNodes.isEmpty() && port == 0 && has(Role.INGEST) && has(Role.INFERENCE);
  }

  /** Whether this node has the role. */
  public boolean has(Role role) {
    return roles.contains(role);
  }

  private static Set<Role> roles(Config section) {
    var roles = EnumSet.noneOf(Role.class);
    section.getStringList("roles").forEach(id -> roles.add(Role.of(id)));
    return roles;
  }

  private static Duration positive(Config section, String key) {
    var value = section.getDuration(key);
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(key + " must be above 0");
    }
    return value;
  }
}
