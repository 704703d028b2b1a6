package io.alignstream.encode.pickle;

import java.util.List;

/** A Python tuple. */
public record Tuple(List<Object> items) {
  /** Copies the items. */
  public Tuple {
    items = List.copyOf(items);
  }

  /** One item. */
  public Object get(int index) {
    return items.get(index);
  }

  /** Number of items. */
  public int size() {
    return items.size();
  }
}
