package io.alignstream.deploy.cluster;

import static io.alignstream.deploy.cluster.Echo.answered;
import static io.alignstream.deploy.cluster.Echo.event;
import static org.assertj.core.api.Assertions.assertThat;

import akka.japi.Pair;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.alignstream.deploy.cluster.inference.InferenceSettings;
import io.alignstream.deploy.cluster.inference.LinkFlow;
import io.alignstream.deploy.cluster.inference.RemoteAnswers;
import io.alignstream.schemas.line.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes speak TLS, and only with whom they know. */
class TlsIT {
  private static final InferenceSettings SETTINGS =
      new InferenceSettings(16, 64 << 10, Duration.ofMillis(5), 8, 4, 3);

  @TempDir Path directory;

  @Test
  void nodesWithCertificatesWorkTogether() throws Exception {
    try (var nodes = new TestNodes(tls(certificate("ours")))) {
      var ingest = nodes.start(Role.INGEST);
      nodes
          .start(Role.INFERENCE)
          .serveInference(
              LinkFlow.of(
                  answered(
                      4,
                      event ->
                          CompletableFuture.completedFuture(Outcome.accepted(Echo.outputs(event)))),
                  Echo.encoding(),
                  SETTINGS));
      var pool = ingest.pool(Optional.empty(), state -> {});
      var outcomes =
          Source.range(0, 99)
              .map(number -> Pair.create(Outcome.accepted(event(number, 5_000)), number))
              .via(RemoteAnswers.<Integer>flow(pool, SETTINGS).asFlow())
              .runWith(Sink.seq(), ingest.system())
              .toCompletableFuture()
              .join();
      assertThat(outcomes).extracting(Pair::second).isSorted().hasSize(100);
      assertThat(outcomes).allMatch(outcome -> outcome.first().toOptional().isPresent());
    }
  }

  @Test
  void whoHasNoCertificateIsTurnedAway() throws Exception {
    try (var nodes = new TestNodes(tls(certificate("ours")))) {
      var node = nodes.start(Role.INGEST);
      int port =
          akka.cluster.typed.Cluster.get(node.system()).selfMember().address().getPort().get();
      try (var socket = SSLSocketFactory.getDefault().createSocket("127.0.0.1", port)) {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                () -> ((javax.net.ssl.SSLSocket) socket).startHandshake())
            .isInstanceOf(SSLHandshakeException.class);
      }
    }
  }

  /** A key with a self-signed certificate for the loopback address, made by the JDK's keytool. */
  private Path certificate(String name) throws IOException, InterruptedException {
    var store = directory.resolve(name + ".p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command =
        Stream.of(
                List.of(keytool, "-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"),
                List.of("-alias", "node", "-dname", "CN=node", "-validity", "30"),
                List.of("-ext", "san=ip:127.0.0.1", "-storetype", "PKCS12"),
                List.of("-storepass", "secret", "-keystore", store.toString()))
            .flatMap(List::stream)
            .toList();
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    return store;
  }

  private static String tls(Path store) {
    return """
    alignstream.cluster.tls {
      enabled = true
      key-store = "%s"
      key-store-password = secret
      trust-store = "%s"
      trust-store-password = secret
    }
    """
        .formatted(store, store);
  }
}
