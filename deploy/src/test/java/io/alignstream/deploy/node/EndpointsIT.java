package io.alignstream.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.deploy.guarantee.Breakage;
import io.alignstream.deploy.guarantee.Keytool;
import io.alignstream.deploy.guarantee.TestInstallation;
import io.alignstream.deploy.guarantee.TestModels;
import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.ingest.kafka.EventLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a node. */
class EndpointsIT {
  @TempDir private Path root;

  @Test
  void tellsHowItIsAndWhatItDid() throws IOException, InterruptedException {
    try (var kafka =
        EmbeddedKafka.inTemporaryDirectory(new EventLimits(Breakage.MAX_EVENT_BYTES))) {
      var installation = installation(kafka, "alignstream.node.lag-interval = 100ms");
      var node = start(installation);
      try (var sender = installation.sender()) {
        sender.good(0, 40);
        sender.broken(40, Breakage.NOT_AVRO, root);
        sender.broken(41, Breakage.ZERO_BYTES, root);
        assertThat(sender.ledger().size()).isEqualTo(42);
        installation.outputs().awaitAllDone();

        assertThat(get(node, "/alive").statusCode()).isEqualTo(200);
        assertThat(get(node, "/ready").statusCode()).isEqualTo(200);
        assertThat(get(node, "/metrics").body())
            .contains("alignstream_stage_seconds_count{stage=\"heads\"} 40")
            .contains("alignstream_stage_seconds_bucket{stage=\"detect\",le=")
            .contains("alignstream_stage_inside{stage=\"encode\"} 0")
            .contains("alignstream_stage_rejected_total{reason=\"not-avro\",stage=\"fetch\"} 1")
            .contains("stage_rejected_total{reason=\"undecodable-image\",stage=\"decode\"} 1")
            .contains("alignstream_model_batch_size_count{model=\"encoder\"}")
            .contains("jvm_memory_used_bytes");
        assertThat(metricsWithLag(node)).contains("alignstream_consumer_lag{partition=\"0\"");
      } finally {
        node.stop().toCompletableFuture().join();
      }
    }
  }

  @Test
  void saysWhichPortIsTaken() throws InterruptedException {
    try (var kafka =
        EmbeddedKafka.inTemporaryDirectory(new EventLimits(Breakage.MAX_EVENT_BYTES))) {
      var first = start(installation(kafka, ""));
      int port = first.http().getPort();
      var second = installation(kafka, "alignstream.http.port = " + port);
      assertThatThrownBy(() -> start(second))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + port)
          .hasMessageContaining("alignstream.http");
      first.stop().toCompletableFuture().join();
    }
  }

  @Test
  void answersOverTls() throws Exception {
    var keystore = root.resolve("keys.p12");
    Keytool.run(
        "-genkeypair -alias node -keyalg EC -dname CN=node -ext san=ip:127.0.0.1"
            + " -storetype PKCS12 -storepass secret -keystore "
            + keystore);
    try (var kafka =
        EmbeddedKafka.inTemporaryDirectory(new EventLimits(Breakage.MAX_EVENT_BYTES))) {
      var tls = "alignstream.http.tls { keystore = \"%s\", password = secret }";
      var node = start(installation(kafka, tls.formatted(keystore)));
      var client = HttpClient.newBuilder().sslContext(trusting(keystore)).build();
      var address = URI.create("https://127.0.0.1:%d/alive".formatted(node.http().getPort()));
      var answer = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("alive\n");
      node.stop().toCompletableFuture().join();
    }
  }

  private static SSLContext trusting(Path keystore) throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance(keystore.toFile(), "secret".toCharArray());
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("node", keys.getCertificate("node"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** The lag is asked for now and then: looks until it is there. */
  private static String metricsWithLag(Node node) throws IOException, InterruptedException {
    var metrics = get(node, "/metrics").body();
    while (!metrics.contains("alignstream_consumer_lag")) {
      metrics = get(node, "/metrics").body();
    }
    return metrics;
  }

  private TestInstallation installation(EmbeddedKafka kafka, String settings)
      throws InterruptedException {
    return TestInstallation.create(kafka.bootstrapServers(), "", root, settings);
  }

  private static Node start(TestInstallation installation) throws InterruptedException {
    return Node.start(installation.config(), TestModels::withoutPhrases);
  }

  private static HttpResponse<String> get(Node node, String path)
      throws IOException, InterruptedException {
    var address = "http://127.0.0.1:%d%s".formatted(node.http().getPort(), path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
  }
}
