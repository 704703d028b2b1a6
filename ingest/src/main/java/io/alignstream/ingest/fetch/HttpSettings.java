package io.alignstream.ingest.fetch;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How images are fetched over HTTP.
 *
 * @param enabled whether at all
 * @param allowedHosts host names that may be asked, {@code *.example.org} for all below a domain,
 *     {@code example.org:8080} for one port; empty: none
 * @param allowLoopback whether a host may be this machine; for tests and side-cars
 * @param timeout longest time for one image, redirects included
 * @param maxRedirects most redirects followed
 */
public record HttpSettings(
    boolean enabled,
    List<String> allowedHosts,
    boolean allowLoopback,
    Duration timeout,
    int maxRedirects) {
  /** Copies the hosts in lower case and refuses what cannot run. */
  public HttpSettings {
    allowedHosts = allowedHosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    if (timeout.isNegative() || timeout.isZero() || maxRedirects < 0) {
      throw new IllegalArgumentException("timeout must be above 0, max-redirects not below");
    }
  }

  /** No HTTP. */
  public static HttpSettings off() {
    return new HttpSettings(false, List.of(), false, Duration.ofSeconds(10), 0);
  }

  /** Reads {@code alignstream.ingest.fetch.http}. */
  public static HttpSettings from(Config section) {
    try {
      return new HttpSettings(
          section.getBoolean("enabled"),
          section.getStringList("allowed-hosts"),
          section.getBoolean("allow-loopback"),
          section.getDuration("timeout"),
          section.getInt("max-redirects"));
    } catch (IllegalArgumentException e) {
      throw new ConfigException.BadValue(
          section.origin(), "alignstream.ingest.fetch.http", String.valueOf(e.getMessage()), e);
    }
  }
}
