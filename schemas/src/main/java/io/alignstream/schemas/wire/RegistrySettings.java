package io.alignstream.schemas.wire;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the schema registry is and how to speak with it.
 *
 * @param url root of its REST interface; empty for single-object encoding without a registry
 * @param user name for basic authentication; empty for none
 * @param password password of that user
 * @param timeout longest wait for connection and answer, each
 */
public record RegistrySettings(
    Optional<URI> url, Optional<String> user, String password, Duration timeout) {
  /** No registry: values carry their schema's fingerprint. */
  public static RegistrySettings none() {
    return new RegistrySettings(Optional.empty(), Optional.empty(), "", Duration.ofSeconds(10));
  }

  /** Reads {@code alignstream.schemas.registry}. */
  public static RegistrySettings from(Config section) {
    var url = section.getString("url").strip();
    var user = section.getString("user");
    return new RegistrySettings(
        url.isEmpty() ? Optional.empty() : Optional.of(http(section, url)),
        user.isEmpty() ? Optional.empty() : Optional.of(user),
        section.getString("password"),
        section.getDuration("timeout"));
  }

  private static URI http(Config section, String url) {
    try {
      var uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      if (uri.getHost() != null && uri.getScheme().matches("https?")) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException.BadValue(
          section.origin(), "alignstream.schemas.registry.url", "not a URL: " + url, e);
    }
    throw new ConfigException.BadValue(
        section.origin(), "alignstream.schemas.registry.url", "not an http(s) URL: " + url);
  }

  @Override
  public String toString() {
    return "RegistrySettings[url=%s, user=%s, timeout=%s]".formatted(url, user, timeout);
  }
}
