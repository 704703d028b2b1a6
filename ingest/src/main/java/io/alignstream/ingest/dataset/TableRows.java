package io.alignstream.ingest.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.alignstream.schemas.line.Text;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * CSV (RFC 4180) or TSV with column names in the first line, in UTF-8. An empty caption only
 * mentions the image.
 */
final class TableRows implements Rows {
  private final Path file;
  private final TableColumns columns;
  private final SeekableByteChannel bytes;
  private int row;
  private final MappingIterator<Map<String, String>> lines;

  TableRows(Path file, char separator, TableColumns columns) {
    this.file = file;
    this.columns = columns;
    try {
      this.bytes = Files.newByteChannel(file);
      this.lines =
          CsvMapper.builder()
              .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
              .build()
              .readerForMapOf(String.class)
              .with(CsvSchema.emptySchema().withHeader().withColumnSeparator(separator))
              .readValues(new BufferedInputStream(Channels.newInputStream(bytes), 1 << 16));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public boolean hasNext() {
    try {
      return lines.hasNextValue();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Row next() {
    try {
      var line = lines.nextValue();
      var place = "%s, row %d".formatted(file, ++row); // below the names
      var attributes = new HashMap<String, String>();
      columns.attributes().forEach(name -> attributes.put(name, value(line, name, place)));
      var caption = value(line, columns.caption(), place);
      return new Row(
          required(line, columns.imageId(), place),
          required(line, columns.image(), place),
          caption.isBlank() ? Optional.empty() : Optional.of(Text.of(caption.strip())),
          attributes,
          place);
    } catch (IOException | RuntimeJsonMappingException e) {
      throw unreadable(e);
    }
  }

  private static String required(Map<String, String> line, String column, String place) {
    var value = value(line, column, place);
    if (value.isBlank()) {
      throw new DatasetException("%s: field %s is empty".formatted(place, column));
    }
    return value;
  }

  private static String value(Map<String, String> line, String column, String place) {
    var value = line.get(column);
    if (value == null) {
      throw new DatasetException(
          "%s: there is no field %s, but %s".formatted(place, column, line.keySet()));
    }
    return value;
  }

  private DatasetException unreadable(Exception e) {
    return new DatasetException(
        e instanceof JsonProcessingException json && json.getLocation() != null
            ? "%s, line %d: %s"
                .formatted(file, json.getLocation().getLineNr(), json.getOriginalMessage())
            : "%s cannot be read: %s".formatted(file, e),
        e);
  }

  @Override
  public double progress() {
    try {
      if (!bytes.isOpen()) {
        return 1; // the parser closes at the end
      }
      return bytes.size() == 0 ? 1 : (double) bytes.position() / bytes.size();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }
}
