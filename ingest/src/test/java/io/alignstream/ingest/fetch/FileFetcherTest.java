package io.alignstream.ingest.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason.Code;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code photos/} may be read and holds {@code cat.png}, {@code a b.png}, a directory and links;
 * {@code outside/} may not.
 */
class FileFetcherTest {
  private static final byte[] CAT = {1, 2, 3};

  @TempDir private Path directory;
  private Path root;
  private FileFetcher files;

  @BeforeEach
  void layOut() throws IOException {
    root = Files.createDirectory(directory.resolve("photos"));
    var outside = Files.createDirectory(directory.resolve("outside"));
    Files.write(root.resolve("cat.png"), CAT);
    Files.write(root.resolve("a b.png"), CAT);
    Files.createDirectory(root.resolve("pets"));
    Files.write(outside.resolve("secret.png"), CAT);
    Files.createSymbolicLink(root.resolve("inner"), root.resolve("cat.png"));
    Files.createSymbolicLink(root.resolve("outer"), outside.resolve("secret.png"));
    Files.createSymbolicLink(root.resolve("leak"), outside);
    Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
    Files.createSymbolicLink(directory.resolve("alias"), root);
    files = new FileFetcher(List.of(root));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/photos/cat.png",
        "/photos/a%20b.png",
        "/photos/pets/../cat.png",
        "/outside/../photos/cat.png",
        "/photos/inner",
        "/alias/cat.png"
      })
  void readsWhatIsUnderTheRoot(String path) {
    assertThat(fetch(path, 3)).isEqualTo(Outcome.accepted(Bytes.copyOf(CAT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/outside/secret.png",
        "/outside/missing.png",
        "/missing/missing.png",
        "/photos/../outside/secret.png",
        "/photos/%2e%2e/outside/secret.png",
        "/photos/..%2foutside/secret.png",
        "/photos/pets/../../outside/secret.png",
        "/photos/outer",
        "/photos/leak/secret.png",
        "/photos/leak/missing.png",
        "/photos/cat.png%00.png",
        "/photos/cat.png?x",
        "/photos/cat.png#x",
        "/photos.png"
      })
  void forbidsWhatIsNot(String path) {
    assertThat(code(fetch(path, 3))).isEqualTo(Code.FORBIDDEN_URI.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:cat.png",
        "file://elsewhere/photos/cat.png",
        "file:///",
        "file:/etc/passwd",
        "file:///proc/self/environ"
      })
  void forbidsOtherKindsOfFileUri(String uri) {
    assertThat(code(files.fetch(URI.create(uri), 3))).isEqualTo(Code.FORBIDDEN_URI.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/photos/missing.png",
        "/photos/missing/missing.png",
        "/alias/missing.png",
        "/photos/%252e%252e/outside/secret.png",
        "/photos/cat.png/x",
        "/photos/pets",
        "/photos/loop"
      })
  void saysWhatIsMissing(String path) {
    assertThat(code(fetch(path, 3))).isEqualTo(Code.FETCH_FAILED.name());
  }

  @Test
  void refusesMoreThanThereIsRoomFor() {
    assertThat(code(fetch("/photos/cat.png", 2))).isEqualTo(Code.TOO_LARGE.name());
  }

  @Test
  void withoutRootsThereAreNoFiles() {
    assertThat(code(new FileFetcher(List.of()).fetch(uri("/photos/cat.png"), 3)))
        .isEqualTo(Code.FORBIDDEN_URI.name());
  }

  @Test
  void missingRootStopsTheStart() {
    assertThatThrownBy(() -> new FileFetcher(List.of(directory.resolve("none"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("file-roots: no such directory");
  }

  private Outcome<Bytes> fetch(String path, long room) {
    return files.fetch(uri(path), room);
  }

  private URI uri(String path) {
    return URI.create("file://" + directory.toUri().getRawPath().replaceAll("/$", "") + path);
  }

  private static String code(Outcome<Bytes> outcome) {
    return outcome.fold(bytes -> "accepted", reason -> reason.code().name(), id -> "deleted");
  }
}
