package io.alignstream.heads.data;

import io.alignstream.heads.metrics.Gallery;
import java.util.ArrayList;
import java.util.List;

/** Images and captions that belong together: what retrieval trains on and is measured by. */
public record RetrievalSplit(List<CaptionedImage> images) {
  /** Copies the list. */
  public RetrievalSplit {
    images = List.copyOf(images);
  }

  /** Every caption with its image; the target is the image's number. */
  public List<TaskItem<Integer>> captions() {
    var items = new ArrayList<TaskItem<Integer>>();
    for (int image = 0; image < images.size(); image++) {
      var captioned = images.get(image);
      int number = 0;
      for (var caption : captioned.captions()) {
        var id = "%s#%d".formatted(captioned.key(), number++);
        items.add(new TaskItem<>(id, captioned.key(), caption.text(), caption.phraseIds(), image));
      }
    }
    return items;
  }

  /** Which caption belongs to which image, in the order of {@link #captions}. */
  public Gallery gallery() {
    return new Gallery(images.size(), captions().stream().map(TaskItem::target).toList());
  }
}
