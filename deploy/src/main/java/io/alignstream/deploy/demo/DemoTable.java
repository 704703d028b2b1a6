package io.alignstream.deploy.demo;

import io.alignstream.deploy.exam.Figures;
import io.alignstream.deploy.exam.Figures.Figure;
import io.alignstream.deploy.sheet.ContactSheet.Row;
import io.alignstream.deploy.sheet.ContactSheet.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The quality tables: what a terminal and a sheet show of the figures. */
final class DemoTable {
  /** Names of figures; those of a key with a dot at its end by their own kinds. */
  private static final Map<String, String> NAMES = names();

  private DemoTable() {}

  private static Map<String, String> names() {
    var names = new LinkedHashMap<String, String>();
    names.put("detection.map50", "detection, mAP@0.5");
    names.put("detection.recall", "  · seen at all");
    for (var kind : List.of("shape", "color", "texture", "size")) {
      names.put("detection." + kind, "  · " + kind + " of what is seen");
    }
    names.put("phrases.f1", "phrases of captions, F1");
    names.put("mlm.accuracy", "words for [MASK]");
    names.put("mlm.by_kind.", "mlm");
    names.put("vqa.accuracy", "answers to questions");
    names.put("vqa.by_type.", "vqa");
    names.put("ve.accuracy", "entailment");
    names.put("ve.by_label.", "ve");
    names.put("re.accuracy50", "referring expressions, IoU ≥ 0.5");
    return names;
  }

  /** Answers, then retrieval. */
  static List<Table> of(Figures figures) {
    return List.of(answers(figures), retrieval(figures));
  }

  private static Table answers(Figures figures) {
    var rows = new ArrayList<Row>();
    NAMES.forEach(
        (key, name) -> {
          boolean byKind = key.endsWith(".");
          for (var figure : figures.all()) {
            if (byKind ? figure.key().startsWith(key) : figure.key().equals(key)) {
              rows.add(row(byKind ? "  · " + figure.key().substring(key.length()) : name, figure));
            }
          }
        });
    return new Table(
        new Row("Quality against the known truth", List.of("figure", "ceiling", "of")), rows);
  }

  private static Row row(String name, Figure figure) {
    return new Row(
        name,
        List.of(number(figure.value()), number(figure.ceiling()), "%,d".formatted(figure.count())));
  }

  private static Table retrieval(Figures figures) {
    var rows = new ArrayList<Row>();
    for (var way : List.of("text_to_image", "image_to_text")) {
      var name = way.replace("_to_", " → ");
      var prefix = "retrieval." + way + ".";
      rows.add(recalls(name + ", vectors alone", figures, prefix + "coarse_r"));
      rows.add(recalls(name + ", re-ranked", figures, prefix + "r"));
    }
    return new Table(
        new Row(
            "Retrieval among %,d".formatted(figures.figure("retrieval.text_to_image.r1").count()),
            List.of("R@1", "R@5", "R@10", "ceiling of R@1")),
        rows);
  }

  private static Row recalls(String name, Figures figures, String prefix) {
    return new Row(
        name,
        List.of(
            number(figures.value(prefix + 1)),
            number(figures.value(prefix + 5)),
            number(figures.value(prefix + 10)),
            number(figures.figure(prefix + 1).ceiling())));
  }

  private static String number(double value) {
    return "%.3f".formatted(value);
  }
}
