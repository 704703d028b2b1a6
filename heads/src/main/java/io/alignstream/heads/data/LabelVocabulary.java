package io.alignstream.heads.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Names of classes by number, such as VQA's answers. */
public final class LabelVocabulary {
  private static final Pattern SMALL_NUMBER = Pattern.compile("0|[1-9]\\d{0,5}");

  private final List<String> names;
  private final Map<String, Integer> labels;

  private LabelVocabulary(List<String> names) {
    this.names = List.copyOf(names);
    this.labels = new HashMap<>();
    for (int label = 0; label < names.size(); label++) {
      labels.putIfAbsent(names.get(label), label);
    }
  }

  /** Classes named in this order. */
  public static LabelVocabulary of(List<String> names) {
    return new LabelVocabulary(names);
  }

  /**
   * The classes that labels of a data set need: if all are whole numbers from 0, those up to the
   * greatest; otherwise the different labels in alphabetical order.
   */
  public static LabelVocabulary ofData(Collection<String> labels) {
    if (labels.stream().allMatch(label -> SMALL_NUMBER.matcher(label).matches())) {
      int greatest = labels.stream().mapToInt(Integer::parseInt).max().orElse(-1);
      var names = new ArrayList<String>();
      for (int label = 0; label <= greatest; label++) {
        names.add(Integer.toString(label));
      }
      return new LabelVocabulary(names);
    }
    return new LabelVocabulary(List.copyOf(new TreeSet<>(labels)));
  }

  /** Reads a JSON list of names. */
  public static LabelVocabulary read(Path file) {
    return new LabelVocabulary(Fields.document(file).list().stream().map(Fields::text).toList());
  }

  /**
   * Writes a JSON list of names.
   *
   * @throws DataException if it cannot be written
   */
  public void write(Path file) {
    try {
      new ObjectMapper().writeValue(file.toFile(), names);
    } catch (IOException e) {
      throw new DataException(file, "cannot be written: " + e.getMessage(), e);
    }
  }

  /** Number of classes: C. */
  public int size() {
    return names.size();
  }

  /** All names, by number. */
  public List<String> names() {
    return names;
  }

  /** The name of a class. */
  public String name(int label) {
    return names.get(label);
  }

  /** The class of a name. */
  public OptionalInt label(String name) {
    var label = labels.get(name);
    return label == null ? OptionalInt.empty() : OptionalInt.of(label);
  }
}
