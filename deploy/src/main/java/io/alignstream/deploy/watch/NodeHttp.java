package io.alignstream.deploy.watch;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@code GET /alive} (200 while the process can answer), {@code /ready} (200, or 503 and why not)
 * and {@code /metrics} (Prometheus).
 */
public final class NodeHttp extends AllDirectives {
  private final Readiness readiness;
  private final PrometheusMeterRegistry registry;
  private final List<Route> more;

  private NodeHttp(Readiness readiness, PrometheusMeterRegistry registry, List<Route> more) {
    this.readiness = readiness;
    this.registry = registry;
    this.more = List.copyOf(more);
  }

  /**
   * Binds; fails as {@link java.net.BindException} if the port is taken.
   *
   * @param readiness what {@code /ready} tells
   * @param more what the node's roles answer beside it
   */
  public static CompletionStage<ServerBinding> bind(
      HttpSettings settings,
      Readiness readiness,
      PrometheusMeterRegistry registry,
      List<Route> more,
      ActorSystem<?> system) {
    var server = Http.get(system).newServerAt(settings.host(), settings.port());
    var secured =
        settings
            .tls()
            .map(tls -> server.enableHttps(ConnectionContext.httpsServer(tls.context())))
            .orElse(server);
    return secured.bind(new NodeHttp(readiness, registry, more).routes());
  }

  private Route routes() {
    var others = new ArrayList<>(more);
    others.add(path("ready", this::ready));
    others.add(path("metrics", this::metrics));
    var alive = path("alive", () -> complete("alive\n"));
    return get(() -> concat(alive, others.toArray(Route[]::new)));
  }

  private Route ready() {
    var reasons = readiness.reasons();
    return reasons.isEmpty()
        ? complete("ready\n")
        : complete(
            StatusCodes.SERVICE_UNAVAILABLE,
            HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, String.join("\n", reasons) + "\n"));
  }

  private Route metrics() {
    var text = MediaTypes.TEXT_PLAIN.toContentType(HttpCharsets.UTF_8);
    return complete(HttpEntities.create(text, registry.scrape()));
  }
}
