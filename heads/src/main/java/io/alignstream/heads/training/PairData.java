package io.alignstream.heads.training;

import io.alignstream.encode.runtime.Feed;
import io.alignstream.heads.data.ImageInput;
import io.alignstream.heads.data.ImageInputs;
import io.alignstream.heads.data.TaskItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Items of a task, their images, and how they become tensors.
 *
 * @param <T> what is right for an item
 */
public record PairData<T>(List<TaskItem<T>> items, ImageInputs images, PairFormat format) {
  /** Copies the list; there is at least one item. */
  public PairData {
    items = List.copyOf(items);
    if (items.isEmpty()) {
      throw new IllegalArgumentException("the data set holds no item");
    }
  }

  /**
   * Some items with their images.
   *
   * @param <T> what is right for an item
   */
  public record Chosen<T>(List<TaskItem<T>> items, List<ImageInput> images) {}

  /** The items of these numbers. */
  public Chosen<T> choose(List<Integer> indices) {
    var chosen = new ArrayList<TaskItem<T>>();
    var seen = new ArrayList<ImageInput>();
    for (int index : indices) {
      var item = items.get(index);
      chosen.add(item);
      seen.add(images.find(item.imageKey()));
    }
    return new Chosen<>(chosen, seen);
  }

  /** Their tensors. */
  public Map<String, Feed> feeds(Chosen<T> chosen) {
    return format.feeds(chosen.items(), chosen.images());
  }
}
