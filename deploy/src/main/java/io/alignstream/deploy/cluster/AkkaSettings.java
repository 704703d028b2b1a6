package io.alignstream.deploy.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.Map;

/** Akka's settings as they follow from ours. */
final class AkkaSettings {
  static final String SYSTEM = "alignstream";

  private AkkaSettings() {}

  /**
   * Everything an actor system of a node needs.
   *
   * @param defaults all other settings, Akka's own defaults among them
   */
  static Config of(ClusterSettings settings, Config defaults) {
    return settings
        .akka()
        .atPath("akka")
        .withFallback(ConfigFactory.parseMap(derived(settings), "derived from alignstream.cluster"))
        .withFallback(ConfigFactory.parseResources(AkkaSettings.class, "node.conf").resolve())
        .withFallback(defaults);
  }

  private static Map<String, Object> derived(ClusterSettings settings) {
    var all = new HashMap<String, Object>();
    all.put("akka.cluster.roles", settings.roles().stream().map(Role::id).toList());
    all.put(
        "akka.cluster.seed-nodes",
        settings.seedNodes().stream().map(seed -> "akka://" + SYSTEM + "@" + seed).toList());
    all.put("akka.cluster.failure-detector.acceptable-heartbeat-pause", settings.pause());
    all.put("akka.cluster.split-brain-resolver.stable-after", settings.stableAfter());
    all.put("akka.remote.artery.canonical.hostname", settings.hostname());
    all.put("akka.remote.artery.canonical.port", settings.port());
    all.put("akka.remote.artery.bind.hostname", settings.bindHostname());
    all.put("akka.remote.artery.advanced.maximum-frame-size", settings.limits().frameBytes());
    for (var phase : new String[] {"before-cluster-shutdown", "cluster-sharding-shutdown-region"}) {
      all.put("akka.coordinated-shutdown.phases." + phase + ".timeout", settings.drainTimeout());
    }
    all.put("akka.cluster.sharding.handoff-timeout", settings.drainTimeout());
    settings.tls().ifPresent(tls -> all.putAll(tls(tls)));
    return all;
  }

  private static Map<String, Object> tls(TlsSettings tls) {
    var engine = "akka.remote.artery.ssl.config-ssl-engine.";
    return Map.of(
        "akka.remote.artery.transport",
        "tls-tcp",
        engine + "key-store",
        tls.keyStore().toString(),
        engine + "key-store-password",
        tls.keyStorePassword(),
        engine + "key-password",
        tls.keyPassword(),
        engine + "trust-store",
        tls.trustStore().toString(),
        engine + "trust-store-password",
        tls.trustStorePassword(),
        engine + "hostname-verification",
        tls.verifyHostname());
  }
}
