package io.alignstream.detect.tsv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * One image in MVPTR's layout ({@code tools/img_feat_extract.py}): {@code key ⇥ {"feature": base64,
 * "predictions": [tags]}}.
 *
 * @param key the image's key: its file name without the last suffix
 * @param features box features with geometry at the end: [R, F], F = 2054 for VinVL
 * @param tags one class name a region
 */
public record FeatureRow(String key, FloatMatrix features, List<String> tags) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One tag a row of features. */
  public FeatureRow {
    tags = List.copyOf(tags);
    if (tags.size() != features.rows()) {
      throw new IllegalArgumentException(
          "%d tags for %d feature rows".formatted(tags.size(), features.rows()));
    }
  }

  /** The line, without its end. */
  public String line() {
    return new PythonJson()
        .raw(key)
        .raw("\t{\"feature\": ")
        .string(Floats.encode(features))
        .raw(", \"predictions\": ")
        .strings(tags)
        .raw("}")
        .toString();
  }

  /**
   * Reads a line's two columns.
   *
   * @throws IllegalArgumentException if they are of another layout
   */
  public static FeatureRow parse(List<String> columns) {
    var content = json(columns);
    if (!content.path("feature").isTextual() || !content.path("predictions").isArray()) {
      throw new IllegalArgumentException("no 'feature' and 'predictions' in the second column");
    }
    var tags = new ArrayList<String>();
    content.path("predictions").forEach(tag -> tags.add(tag.asText()));
    var features = Floats.decode(content.path("feature").asText(), tags.size());
    return new FeatureRow(columns.get(0), features, tags);
  }

  static JsonNode json(List<String> columns) {
    if (columns.size() != 2) {
      throw new IllegalArgumentException("%d columns instead of 2".formatted(columns.size()));
    }
    try {
      return JSON.readTree(columns.get(1));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the second column is no JSON: " + e.getMessage(), e);
    }
  }
}
