package io.alignstream.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {

  @Test
  void theDefaultIsOneNodeWithAllRolesOnLoopback() {
    var settings = settings("");
    assertThat(settings.roles()).containsExactlyInAnyOrder(Role.values());
    assertThat(settings.seedNodes()).isEmpty();
    assertThat(settings.tls()).isEmpty();
    assertThat(akka("").getString("akka.remote.artery.bind.hostname")).isEqualTo("127.0.0.1");
  }

  @Test
  void theFrameFollowsFromTheLargestEvent() {
    var small = akka("alignstream.max-event-bytes = 64 KiB");
    var large = akka("alignstream.max-event-bytes = 64 MiB");
    assertThat(small.getBytes("akka.remote.artery.advanced.maximum-frame-size"))
        .isBetween(1L << 20, 2L << 20);
    assertThat(large.getBytes("akka.remote.artery.advanced.maximum-frame-size"))
        .isBetween(65L << 20, 67L << 20);
    assertThat(settings("alignstream.max-event-bytes = 64 KiB").inference().groupBytes())
        .isEqualTo(64 << 10);
  }

  @Test
  void pausesGoToTheFailureDetectorAndTheResolver() {
    var akka = akka("alignstream.cluster { pause = 7s, stable-after = 9s }");
    assertThat(akka.getDuration("akka.cluster.failure-detector.acceptable-heartbeat-pause"))
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(akka.getDuration("akka.cluster.split-brain-resolver.stable-after"))
        .isEqualTo(Duration.ofSeconds(9));
    assertThat(akka.getString("akka.cluster.downing-provider-class"))
        .isEqualTo("akka.cluster.sbr.SplitBrainResolverProvider");
  }

  @Test
  void heartbeatsHaveADispatcherOfTheirOwn() {
    var dispatcher = akka("").getString("akka.cluster.use-dispatcher");
    assertThat(dispatcher)
        .isEqualTo(akka("").getString("akka.remote.artery.advanced.use-control-stream-dispatcher"))
        .isNotEqualTo("akka.actor.default-dispatcher")
        .isNotEqualTo("akka.actor.internal-dispatcher");
    assertThat(akka("").getConfig(dispatcher).getString("executor"))
        .isEqualTo("thread-pool-executor");
  }

  @Test
  void akkasOwnSettingsCanBeGiven() {
    assertThat(
            akka("alignstream.cluster.akka.cluster.gossip-interval = 3s")
                .getDuration("akka.cluster.gossip-interval"))
        .isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void mistakesNameTheirKey() {
    assertThatThrownBy(() -> settings("alignstream.cluster.roles = [ingets]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("alignstream.cluster")
        .hasMessageContaining("no role is named 'ingets'");
    assertThatThrownBy(() -> settings("alignstream.cluster.seed-nodes = [one]"))
        .hasMessageContaining("host:port, not 'one'");
    assertThatThrownBy(
            () -> settings("alignstream.cluster.tls { enabled = true, key-store = nowhere.p12 }"))
        .hasMessageContaining("alignstream.cluster.tls.key-store")
        .hasMessageContaining("'nowhere.p12' is no readable file");
    assertThatThrownBy(() -> settings("alignstream.cluster.inference.max-deaths = 1"))
        .hasMessageContaining("alignstream.cluster.inference")
        .hasMessageContaining("max-deaths must be at least 3");
  }

  private static ClusterSettings settings(String text) {
    return ClusterSettings.from(config(text).getConfig("alignstream"));
  }

  private static Config akka(String text) {
    return AkkaSettings.of(settings(text), config(text));
  }

  private static Config config(String text) {
    return ConfigFactory.parseString(text)
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }
}
