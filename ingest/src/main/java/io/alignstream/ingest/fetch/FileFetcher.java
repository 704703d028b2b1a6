package io.alignstream.ingest.fetch;

import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason.Code;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads files under configured roots. Links are followed before the decision: what counts is where
 * the file really is. Of anything outside it is not even told whether it exists.
 */
final class FileFetcher {
  private final List<Path> roots;

  /**
   * Resolves the roots.
   *
   * @throws IllegalArgumentException if one is not there
   */
  FileFetcher(List<Path> roots) {
    this.roots = roots.stream().map(FileFetcher::root).toList();
  }

  private static Path root(Path root) {
    try {
      if (Files.isDirectory(root)) {
        return root.toRealPath();
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(noRoot(root), e);
    }
    throw new IllegalArgumentException(noRoot(root));
  }

  private static String noRoot(Path root) {
    return "alignstream.ingest.fetch.file-roots: no such directory: " + root;
  }

  /** The file's bytes, or a rejection: forbidden, failed, too large. */
  Outcome<Bytes> fetch(URI uri, long room) {
    Path path;
    try {
      path = path(uri);
    } catch (InvalidPathException e) {
      return forbidden(uri);
    }
    try {
      var real = path.toRealPath();
      return isUnderRoot(real) ? read(uri, real, room) : forbidden(uri);
    } catch (IOException e) {
      return isKnownToBeInside(path) ? failed(uri, e) : forbidden(uri);
    }
  }

  /** Whether the nearest directory that is there lies under a root. */
  private boolean isKnownToBeInside(Path missing) {
    var above = missing.getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    try {
      return above != null && isUnderRoot(above.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  /** The absolute path of {@code file:/…} or {@code file:///…}; escapes are resolved once. */
  private static Path path(URI uri) {
    boolean local = uri.getRawAuthority() == null || uri.getRawAuthority().equals("localhost");
    if (!local || uri.getPath() == null || !uri.getPath().startsWith("/")) {
      throw new InvalidPathException(uri.toString(), "must be file:///<absolute path>");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new InvalidPathException(uri.toString(), "? and # must be escaped");
    }
    return Path.of(uri.getPath());
  }

  private boolean isUnderRoot(Path path) {
    return roots.stream().anyMatch(path::startsWith);
  }

  private static Outcome<Bytes> read(URI uri, Path file, long room) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Refusal.of(Code.FETCH_FAILED, "%s is no regular file".formatted(uri));
    }
    if (Files.size(file) > room) {
      return Refusal.tooLarge(uri.toString(), room);
    }
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      // It may have grown since.
      var bytes = in.readNBytes(Math.toIntExact(room) + 1);
      return bytes.length > room
          ? Refusal.tooLarge(uri.toString(), room)
          : Outcome.accepted(Bytes.wrap(bytes));
    }
  }

  private static Outcome<Bytes> failed(URI uri, IOException problem) {
    boolean missing =
        problem instanceof NoSuchFileException || problem instanceof NotDirectoryException;
    return Refusal.of(
        Code.FETCH_FAILED,
        missing ? "there is no file " + uri : "%s cannot be read: %s".formatted(uri, problem),
        problem);
  }

  private static <T> Outcome<T> forbidden(URI uri) {
    return Refusal.of(
        Code.FORBIDDEN_URI,
        "%s does not lie under a directory of alignstream.ingest.fetch.file-roots".formatted(uri));
  }
}
