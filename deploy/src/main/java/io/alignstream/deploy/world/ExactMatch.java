package io.alignstream.deploy.world;

import java.util.List;

/**
 * How well a caption fits what is seen, read from its words alone: the share of what it says that
 * is so. What is almost so (one word of three is wrong) counts a little, so that a caption finds
 * its picture even where something was not seen well. The background's tone is nothing that a
 * detector sees, and counts nothing.
 *
 * @param things what is seen
 */
public record ExactMatch(List<Seen> things) {
  private static final double ALMOST = 0.5; // what nearness counts beside truth

  /** Copies the list. */
  public ExactMatch {
    things = List.copyOf(things);
  }

  /** 1 where everything is so, 0 where nothing is. */
  public double of(String caption) {
    var read = ReadCaption.of(caption);
    double sum = read.listed().stream().mapToDouble(this::there).sum();
    sum += read.placed().map(placed -> 2 * lies(placed)).orElse(0.0);
    return sum / (read.listed().size() + (read.placed().isPresent() ? 2 : 0));
  }

  private double there(Said said) {
    int count = said.in(things).size();
    boolean so = said.isCounted() ? count == said.count() : count > 0;
    return so ? 1 : ALMOST * said.nearness(things) / said.count();
  }

  private double lies(ReadCaption.Placed placed) {
    var others = placed.other().in(things);
    boolean so =
        placed.subject().in(things).stream()
            .anyMatch(
                one ->
                    others.stream()
                        .anyMatch(
                            other ->
                                !one.equals(other)
                                    && placed.relation().distance(one.box(), other.box()) > 0));
    return so
        ? 1
        : ALMOST * (placed.subject().nearness(things) + placed.other().nearness(things)) / 2;
  }
}
