package io.alignstream.ingest.fetch;

import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason.Code;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Opens an image URI, if its scheme is allowed. */
final class UriFetcher implements AutoCloseable {
  private final FileFetcher files;
  private final Optional<HttpFetcher> http;

  UriFetcher(FetchSettings settings) {
    this.files = new FileFetcher(settings.fileRoots());
    this.http =
        settings.http().enabled()
            ? Optional.of(new HttpFetcher(settings.http(), HostLookup.ofSystem()))
            : Optional.empty();
  }

  /**
   * The bytes behind a URI.
   *
   * @param room most bytes there may be
   */
  Outcome<Bytes> fetch(String uri, long room) {
    URI parsed;
    try {
      parsed = new URI(uri);
    } catch (URISyntaxException e) {
      return Refusal.of(Code.FORBIDDEN_URI, "image_uri is no URI: " + e.getMessage());
    }
    var scheme = parsed.getScheme() == null ? "" : parsed.getScheme().toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "file" -> files.fetch(parsed, room);
      case "http", "https" ->
          http.isPresent()
              ? http.get().fetch(parsed, room)
              : Refusal.of(
                  Code.FORBIDDEN_URI,
                  "image_uri is %s:, and alignstream.ingest.fetch.http.enabled is false"
                      .formatted(scheme));
      default ->
          Refusal.of(
              Code.FORBIDDEN_URI,
              "image_uri must be file:, http: or https:, not '%s'".formatted(uri));
    };
  }

  @Override
  public void close() {
    http.ifPresent(HttpFetcher::close);
  }
}
