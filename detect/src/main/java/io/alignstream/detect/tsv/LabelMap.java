package io.alignstream.detect.tsv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * Names of classes and attributes ({@code VG-SGG-dicts-….json}: {@code label_to_idx}, {@code
 * attribute_to_idx}, both from 1). Index 0 is the background or no attribute.
 *
 * @param labels class names; the first is index 1
 * @param attributes attribute names; the first is index 1
 */
public record LabelMap(List<String> labels, List<String> attributes) {
  /** What the reference writes for attribute 0. */
  public static final String NO_ATTRIBUTE = "__no_attribute__";

  private static final String BACKGROUND = "__background__";

  /** Copies the lists. */
  public LabelMap {
    labels = List.copyOf(labels);
    attributes = List.copyOf(attributes);
  }

  /**
   * Reads a label map.
   *
   * @throws TsvException if it is none, or indices do not run from 1 without gaps
   */
  public static LabelMap read(Path file) {
    try {
      var json = new ObjectMapper().readTree(file.toFile());
      return new LabelMap(
          names(file, json.path("label_to_idx")), names(file, json.path("attribute_to_idx")));
    } catch (IOException e) {
      throw new TsvException(file, "cannot be read as a label map: " + e.getMessage(), e);
    }
  }

  /** Numbers in place of names, for weights that came without any. */
  public static LabelMap numbered(int classes, int attributes) {
    return new LabelMap(numbers("class ", classes), numbers("attribute ", attributes));
  }

  /** Name of a class index. */
  public String label(int index) {
    return index == 0 ? BACKGROUND : labels.get(index - 1);
  }

  /** Name of an attribute index. */
  public String attribute(int index) {
    return index == 0 ? NO_ATTRIBUTE : attributes.get(index - 1);
  }

  /**
   * Writes it in the same form.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    var json = new ObjectMapper();
    var root = json.createObjectNode();
    var toIndex = root.putObject("label_to_idx");
    for (int i = 0; i < labels.size(); i++) {
      toIndex.put(labels.get(i), i + 1);
    }
    var attributeToIndex = root.putObject("attribute_to_idx");
    for (int i = 0; i < attributes.size(); i++) {
      attributeToIndex.put(attributes.get(i), i + 1);
    }
    Files.write(file, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
  }

  private static List<String> numbers(String prefix, int count) {
    return java.util.stream.IntStream.range(1, count).mapToObj(i -> prefix + i).toList();
  }

  private static List<String> names(Path file, JsonNode toIndex) {
    var byIndex = new TreeMap<Integer, String>();
    toIndex.fields().forEachRemaining(e -> byIndex.put(e.getValue().asInt(), e.getKey()));
    if (byIndex.size() != toIndex.size()
        || (!byIndex.isEmpty()
            && (byIndex.firstKey() != 1 || byIndex.lastKey() != byIndex.size()))) {
      throw new TsvException(file, "its indices do not run from 1 without gaps");
    }
    return List.copyOf(byIndex.values());
  }
}
