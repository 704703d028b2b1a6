package io.alignstream.ingest.fetch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.util.Timeout;

/**
 * An HTTP client that dials only what {@link AddressRules} allow. The check is made on the
 * addresses that are dialled, within the same step that looks them up, so that a name which changes
 * its address between check and use gains nothing. It follows no redirect, keeps no cookie, uses no
 * proxy, retries nothing and unpacks nothing.
 */
final class GuardedClient {
  /** Connections at once; far above the threads that fetch. */
  private static final int MAX_CONNECTIONS = 1024;

  private GuardedClient() {}

  /** A host has an address that may not be dialled. */
  static final class ForbiddenAddressException extends UnknownHostException {
    ForbiddenAddressException(String host, InetAddress address) {
      super("%s is at %s, which is no public address".formatted(host, address.getHostAddress()));
    }
  }

  /**
   * A client.
   *
   * @param tls which certificates are trusted
   */
  static CloseableHttpClient create(HttpSettings settings, HostLookup lookup, SSLContext tls) {
    var timeout = Timeout.of(settings.timeout());
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(guard(new AddressRules(settings.allowLoopback()), lookup))
            .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(timeout)
                    .setSocketTimeout(timeout)
                    .build())
            .setMaxConnTotal(MAX_CONNECTIONS)
            .setMaxConnPerRoute(MAX_CONNECTIONS)
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(timeout)
                .build())
        .setUserAgent("alignstream")
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableAutomaticRetries()
        .disableContentCompression()
        .build();
  }

  private static DnsResolver guard(AddressRules rules, HostLookup lookup) {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) throws UnknownHostException {
        return checked(host).toArray(InetAddress[]::new);
      }

      @Override
      public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        var targets = new ArrayList<InetSocketAddress>();
        checked(host).forEach(address -> targets.add(new InetSocketAddress(address, port)));
        return targets;
      }

      @Override
      public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return checked(host).get(0).getCanonicalHostName();
      }

      /** One bad address refuses the name: no list of theirs decides which one is tried. */
      private List<InetAddress> checked(String host) throws UnknownHostException {
        var addresses = lookup.addresses(host);
        for (var address : addresses) {
          if (!rules.allow(address)) {
            throw new ForbiddenAddressException(host, address);
          }
        }
        return addresses;
      }
    };
  }
}
