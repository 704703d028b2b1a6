package io.alignstream.heads.data;

import io.alignstream.schemas.line.Phrase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reference's SNLI-VE folder ({@code VEDataset} of {@code run_ve.py}): pairs in {@code
 * snli_ve_{train,dev,test}.jsonl} with {@code sentence2}, {@code Flickr30K_ID}, {@code gold_label}
 * and {@code pairID}; phrases in {@code {train,val,test}_sgs.json}, one {@code [phrases, pairID]} a
 * pair; features in {@code img_frcnn_obj_feats.pt}, tags in {@code img_od_tags.pt}.
 *
 * @param directory {@code --txt_data_dir}
 * @param phrases {@code --bivinvl_id2phrase}
 */
public record EntailmentFolder(Path directory, PhraseLookup phrases) {
  /** The classes, by number. */
  public static final LabelVocabulary LABELS =
      LabelVocabulary.of(List.of("contradiction", "neutral", "entailment"));

  private record Names(String pairs, String phrases) {}

  private static final Map<String, List<Names>> SPLITS =
      Map.of(
          "train", List.of(new Names("train", "train")),
          "val", List.of(new Names("dev", "val")),
          "test", List.of(new Names("test", "test")),
          "train+val", List.of(new Names("train", "train"), new Names("dev", "val")));

  private record PairPhrases(String pairId, List<Integer> ids) {}

  /**
   * The pairs of a split: {@code train}, {@code val}, {@code test} or {@code train+val}. The target
   * is the class; none where a pair has no {@code gold_label}.
   */
  public List<TaskItem<Optional<Integer>>> read(String split) {
    var parts = SPLITS.get(split);
    if (parts == null) {
      throw new DataException(
          directory, "SNLI-VE has no split '%s' among %s".formatted(split, SPLITS.keySet()));
    }
    var items = new ArrayList<TaskItem<Optional<Integer>>>();
    parts.forEach(part -> items.addAll(read(part)));
    return items;
  }

  /** The features and tags of all splits' images. */
  public ImageInputs images() {
    return TorchImages.open(
        directory.resolve("img_frcnn_obj_feats.pt"), directory.resolve("img_od_tags.pt"));
  }

  private List<TaskItem<Optional<Integer>>> read(Names names) {
    var graphs = directory.resolve(names.phrases() + "_sgs.json");
    var found = Fields.records(graphs, this::phrases);
    var pairs = directory.resolve("snli_ve_%s.jsonl".formatted(names.pairs()));
    var items = Fields.records(pairs, (number, pair) -> item(pair, number, found));
    if (items.size() != found.size()) {
      throw new DataException(
          graphs,
          "phrases of %d pairs, but %s has %d"
              .formatted(found.size(), pairs.getFileName(), items.size()));
    }
    return items;
  }

  private static TaskItem<Optional<Integer>> item(
      Fields pair, int number, List<PairPhrases> phrases) {
    var id = pair.field("pairID").name();
    if (number >= phrases.size() || !id.equals(phrases.get(number).pairId())) {
      throw pair.wrong(
          "no phrases of pairID '%s' stand at this place of the *_sgs.json".formatted(id));
    }
    return new TaskItem<>(
        id,
        pair.field("Flickr30K_ID").key(),
        pair.field("sentence2").text(),
        phrases.get(number).ids(),
        pair.optional("gold_label").map(EntailmentFolder::label));
  }

  static int label(Fields name) {
    return LABELS
        .label(name.text())
        .orElseThrow(() -> name.wrong("'%s' is none of %s".formatted(name.text(), LABELS.names())));
  }

  private PairPhrases phrases(Fields entry) {
    var parts = entry.list(2);
    return new PairPhrases(parts.get(1).name(), phrases.ids(phraseList(parts.get(0))));
  }

  /** Phrases as lists of one to three words; longer ones are in no vocabulary and left out. */
  static List<Phrase> phraseList(Fields list) {
    var phrases = new ArrayList<Phrase>();
    for (var tuple : list.list()) {
      var words = tuple.list().stream().map(Fields::text).toList();
      if (!words.isEmpty() && words.size() <= 3) {
        phrases.add(new Phrase(words));
      }
    }
    return phrases;
  }
}
