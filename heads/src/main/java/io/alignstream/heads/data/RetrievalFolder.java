package io.alignstream.heads.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.schemas.line.Phrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The reference's retrieval folder, of COCO or Flickr30k ({@code RetrievalDataset} of {@code
 * run_retrieval.py}): {@code <split>_captions.pt} (or {@code .json}) from image key to captions,
 * and scene graphs {@code *_sg.pt} from image key to one list of phrases a caption: {@code
 * dog_black} for COCO, {@code ('dog', 'black')} for Flickr30k.
 *
 * @param directory {@code --data_dir}
 * @param sceneGraphs {@code --sent_sg}
 * @param captionsPerImage {@code --num_captions_per_img_train}: the first so many captions of each
 *     image count
 * @param phrases {@code --id2node}
 */
public record RetrievalFolder(
    Path directory, Path sceneGraphs, int captionsPerImage, PhraseLookup phrases) {

  /** All images of a split, in the caption file's order. */
  public RetrievalSplit read(String split) {
    return read(split, Optional.empty());
  }

  /** The images that a key file names, one a line, in its order: {@code --eval_img_keys_file}. */
  public RetrievalSplit read(String split, Path imageKeys) {
    return read(split, Optional.of(imageKeys));
  }

  /**
   * {@code <split>_img_frcnn_feats.pt} and {@code <split>_<labels>_labels.pt}, as Flickr30k has.
   */
  public ImageInputs images(String split, String labels) {
    return TorchImages.open(
        directory.resolve(split + "_img_frcnn_feats.pt"),
        directory.resolve("%s_%s_labels.pt".formatted(split, labels)));
  }

  private RetrievalSplit read(String split, Optional<Path> imageKeys) {
    var captions = captions(split);
    var graphs = TorchTable.ofImages(sceneGraphs);
    var images = new ArrayList<CaptionedImage>();
    for (var key : imageKeys.map(this::keys).orElseGet(() -> keys(captions))) {
      images.add(image(key, captions, graphs));
    }
    return new RetrievalSplit(images);
  }

  private CaptionedImage image(String key, TorchTable captions, TorchTable graphs) {
    var texts = captions.texts(key, captions.get(key));
    var graph = graphs.list(key);
    int count = Math.min(captionsPerImage, texts.size());
    if (graph.size() < count) {
      throw new DataException(
          graphs.file(),
          "entry '%s': scene graphs of %d captions, not of %d".formatted(key, graph.size(), count));
    }
    var captioned = new ArrayList<CaptionedImage.Caption>();
    for (int i = 0; i < count; i++) {
      captioned.add(
          new CaptionedImage.Caption(
              texts.get(i), phrases.ids(phrases(graphs, key, graph.get(i)))));
    }
    return new CaptionedImage(key, captioned);
  }

  private static List<Phrase> phrases(TorchTable graphs, String key, Object graph) {
    var phrases = new ArrayList<Phrase>();
    for (var tuple : graphs.items(key, graph)) {
      var words =
          tuple instanceof String joined
              ? List.of(joined.split("_", -1))
              : graphs.texts(key, tuple);
      if (!words.isEmpty() && words.size() <= 3) { // no vocabulary holds longer ones
        phrases.add(new Phrase(words));
      }
    }
    return phrases;
  }

  private TorchTable captions(String split) {
    var torch = directory.resolve(split + "_captions.pt");
    var json = directory.resolve(split + "_captions.json");
    if (!Files.exists(torch) && Files.exists(json)) {
      return jsonCaptions(json);
    }
    var table = TorchTable.ofImages(torch);
    table.entries().replaceAll((key, value) -> unfolded(table, key, value));
    return table;
  }

  /** Some files hold an image's captions as one JSON text. */
  private static Object unfolded(TorchTable table, String key, Object value) {
    if (!(value instanceof String json)) {
      return value;
    }
    try {
      return List.of(new ObjectMapper().readValue(json, String[].class));
    } catch (JsonProcessingException e) {
      throw table.wrong(key, "a list of captions, or one as JSON,", value);
    }
  }

  private static TorchTable jsonCaptions(Path file) {
    var entries = new LinkedHashMap<String, Object>();
    var document = Fields.document(file);
    document
        .value()
        .fieldNames()
        .forEachRemaining(
            key ->
                entries.put(
                    Keys.plain(key),
                    document.field(key).list().stream().map(Fields::text).toList()));
    return new TorchTable(file, entries);
  }

  private static List<String> keys(TorchTable captions) {
    return List.copyOf(captions.entries().keySet());
  }

  private List<String> keys(Path file) {
    var resolved = directory.resolve(file);
    try (var lines = Files.lines(resolved)) {
      return lines.filter(line -> !line.isBlank()).map(Keys::plain).toList();
    } catch (IOException e) {
      throw new DataException(resolved, "the image keys cannot be read: " + e.getMessage(), e);
    }
  }
}
