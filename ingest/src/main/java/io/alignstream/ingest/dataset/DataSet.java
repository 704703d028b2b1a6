package io.alignstream.ingest.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Kinds of data set. */
public enum DataSet {
  /** MVPTR's JSON list of {@code text}, {@code image_id}, {@code label} and {@code phrases}. */
  MVPTR {
    @Override
    public Samples open(Path source, TableColumns columns) {
      return new Gathered(() -> new MvptrRows(source));
    }
  },
  /** COCO's captions: one JSON object with {@code images} and {@code annotations}. */
  COCO {
    @Override
    public Samples open(Path source, TableColumns columns) {
      return new Gathered(() -> new CocoRows(source));
    }
  },
  /** A directory of images with captions in files beside them. */
  DIRECTORY {
    @Override
    public Samples open(Path source, TableColumns columns) {
      return new SidecarDirectory(source);
    }
  },
  /** A table with commas. */
  CSV {
    @Override
    public Samples open(Path source, TableColumns columns) {
      return new Gathered(() -> new TableRows(source, ',', columns));
    }
  },
  /** A table with tabulators. */
  TSV {
    @Override
    public Samples open(Path source, TableColumns columns) {
      return new Gathered(() -> new TableRows(source, '\t', columns));
    }
  };

  /**
   * Opens a data set at its beginning.
   *
   * @param columns how a table's columns are named; other kinds do not look at it
   * @throws DatasetException if it cannot be read; so may the samples
   */
  public abstract Samples open(Path source, TableColumns columns);

  /**
   * The kind that a path seems to be: a directory, a table by its ending, otherwise JSON, a list or
   * an object.
   *
   * @throws DatasetException if it is none of them
   */
  public static DataSet guess(Path source) {
    if (Files.isDirectory(source)) {
      return DIRECTORY;
    }
    var name = String.valueOf(source.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return CSV;
    }
    if (name.endsWith(".tsv") || name.endsWith(".tab")) {
      return TSV;
    }
    return switch (firstCharacter(source)) {
      case '[' -> MVPTR;
      case '{' -> COCO;
      default ->
          throw new DatasetException(
              source + " is no directory, .csv, .tsv or JSON; say what it is with --format");
    };
  }

  private static char firstCharacter(Path source) {
    try (var in = Files.newInputStream(source)) {
      int next = in.read();
      while (Character.isWhitespace(next)) {
        next = in.read();
      }
      return (char) next;
    } catch (IOException e) {
      throw new DatasetException("%s cannot be read: %s".formatted(source, e), e);
    }
  }
}
