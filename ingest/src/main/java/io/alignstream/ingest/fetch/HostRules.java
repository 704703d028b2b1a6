package io.alignstream.ingest.fetch;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Which hosts may be asked, by name.
 *
 * @param allowed names in lower case; {@code *.example.org} is every host below that domain; {@code
 *     example.org:8080} is that port only
 */
record HostRules(List<String> allowed) {
  /** Whether a URI's host is on the list. */
  boolean allow(URI uri) {
    var host = name(uri);
    int port = port(uri);
    return !host.isEmpty()
        && allowed.stream()
            .anyMatch(entry -> matches(entry, host) || matches(entry, host + ":" + port));
  }

  /** The host's name in lower case, without the root's dot; empty if the URI has none. */
  static String name(URI uri) {
    var host = uri.getHost();
    if (host == null) {
      return "";
    }
    var lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** The port, given or the scheme's. */
  static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  private static boolean matches(String entry, String host) {
    return entry.startsWith("*.") ? host.endsWith(entry.substring(1)) : host.equals(entry);
  }
}
