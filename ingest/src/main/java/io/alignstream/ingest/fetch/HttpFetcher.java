package io.alignstream.ingest.fetch;

import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason.Code;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.ssl.SSLContexts;

/**
 * Fetches over HTTP from hosts on a list whose addresses are public. Redirects are followed by
 * hand, each checked like the first URI; the whole of an image has one deadline; bytes are counted
 * as they come. A connection whose answer was not read to its end is closed and not used again.
 */
final class HttpFetcher implements AutoCloseable {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final HttpSettings settings;
  private final HostRules hosts;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor deadlines;

  /** Trusts what the JVM trusts. */
  HttpFetcher(HttpSettings settings, HostLookup lookup) {
    this(settings, lookup, SSLContexts.createSystemDefault());
  }

  HttpFetcher(HttpSettings settings, HostLookup lookup, SSLContext tls) {
    this.settings = settings;
    this.hosts = new HostRules(settings.allowedHosts());
    this.client = GuardedClient.create(settings, lookup, tls);
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var thread = Executors.defaultThreadFactory().newThread(task);
              thread.setName("alignstream-fetch-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /** The bytes of the final answer, or a rejection: forbidden, failed, too large. */
  Outcome<Bytes> fetch(URI first, long room) {
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    var uri = first;
    for (int redirects = 0; redirects <= settings.maxRedirects(); redirects++) {
      if (!isAllowed(uri)) {
        return Refusal.of(
            Code.FORBIDDEN_URI,
            "%s%s does not name a host of alignstream.ingest.fetch.http.allowed-hosts"
                .formatted(uri, redirects == 0 ? "" : ", a redirect of " + first + ","));
      }
      var step = ask(uri, room, deadline);
      if (step.redirect().isEmpty()) {
        return step.answer();
      }
      uri = step.redirect().get();
    }
    return failed(first, "more than %d redirects".formatted(settings.maxRedirects()));
  }

  /** What one request gave: another place to ask, or else the answer. */
  private record Step(Optional<URI> redirect, Outcome<Bytes> answer) {
    static Step answered(Outcome<Bytes> answer) {
      return new Step(Optional.empty(), answer);
    }
  }

  private boolean isAllowed(URI uri) {
    var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    return (scheme.equals("http") || scheme.equals("https"))
        && uri.getRawUserInfo() == null
        && hosts.allow(uri);
  }

  private Step ask(URI uri, long room, long deadline) {
    // The host that was checked is the host that is asked: the client parses no URI of its own.
    var host =
        new HttpHost(
            uri.getScheme().toLowerCase(Locale.ROOT), HostRules.name(uri), HostRules.port(uri));
    var request = new HttpGet(pathAndQuery(uri));
    Future<?> alarm =
        deadlines.schedule(request::cancel, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    try {
      return read(uri, client.executeOpen(host, request, null), room);
    } catch (GuardedClient.ForbiddenAddressException e) {
      return Step.answered(
          Refusal.of(Code.FORBIDDEN_URI, "%s: %s".formatted(uri, e.getMessage()), e));
    } catch (IOException | RuntimeException e) {
      return Step.answered(
          System.nanoTime() >= deadline
              ? failed(uri, "no complete answer within %s".formatted(settings.timeout()))
              : Refusal.of(Code.FETCH_FAILED, "%s cannot be fetched: %s".formatted(uri, e), e));
    } finally {
      alarm.cancel(false);
      // An answer read to its end gave its connection back; any other is hung up on, since closing
      // it would read the rest, which may never end.
      request.cancel();
    }
  }

  private static String pathAndQuery(URI uri) {
    var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  private Step read(URI uri, ClassicHttpResponse response, long room) throws IOException {
    int status = response.getCode();
    var location = response.getFirstHeader(HttpHeaders.LOCATION);
    if (REDIRECTS.contains(status) && location != null) {
      return redirect(uri, location.getValue());
    }
    var encoding = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
    if (status != 200 || response.getEntity() == null) {
      return Step.answered(failed(uri, "status %d".formatted(status)));
    }
    if (encoding != null && !encoding.getValue().equalsIgnoreCase("identity")) {
      return Step.answered(
          failed(uri, "an encoding that was not asked for: " + encoding.getValue()));
    }
    if (response.getEntity().getContentLength() > room) {
      return Step.answered(Refusal.tooLarge(uri.toString(), room));
    }
    var bytes = response.getEntity().getContent().readNBytes(Math.toIntExact(room) + 1);
    return Step.answered(
        bytes.length > room
            ? Refusal.tooLarge(uri.toString(), room)
            : Outcome.accepted(Bytes.wrap(bytes)));
  }

  private Step redirect(URI uri, String location) {
    try {
      return new Step(Optional.of(uri.resolve(location)), failed(uri, "redirected"));
    } catch (IllegalArgumentException e) {
      return Step.answered(failed(uri, "a redirect to no URI: " + location));
    }
  }

  private static Outcome<Bytes> failed(URI uri, String problem) {
    return Refusal.of(Code.FETCH_FAILED, "%s cannot be fetched: %s".formatted(uri, problem));
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    client.close(CloseMode.IMMEDIATE);
  }
}
