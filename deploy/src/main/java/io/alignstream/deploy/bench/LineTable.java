package io.alignstream.deploy.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The line bench's results, each contender's beside those of the first one in the same round. */
final class LineTable {
  private final long events;
  private final PrintWriter out;
  private final Map<String, List<Spent>> rounds = new LinkedHashMap<>();

  LineTable(long events, PrintWriter out) {
    this.events = events;
    this.out = out;
  }

  /** Shows a run; those of round 0 only warm up. */
  void add(int round, String name, Spent spent) {
    out.printf(
        "round %2d  %-18s %,10.0f events/s  %6.1f + %5.1f ms CPU for 1,000%n",
        round,
        name,
        spent.rate(events),
        Spent.millis(spent.here(), events),
        Spent.millis(spent.there(), events));
    out.flush();
    if (round > 0) {
      rounds.computeIfAbsent(name, any -> new ArrayList<>()).add(spent);
    }
  }

  void print() {
    var base = rounds.values().iterator().next();
    out.printf(
        "%n%-18s %10s %-22s %21s %9s%n%-18s %10s %-22s %21s %9s%n",
        "",
        "events/s",
        "  beside the first",
        "ms CPU for 1,000",
        "by CPU",
        "",
        "median",
        "  median (least, most)",
        "here + second node",
        "alone");
    rounds.forEach((name, own) -> print(name, own, base));
    out.printf(
        "%nBy CPU alone: the first one's processor time beside its own, which the rates' ratio"
            + " would be%nif all processors were always at work.%n");
    out.flush();
  }

  private void print(String name, List<Spent> own, List<Spent> base) {
    var ratios = beside(own, base, spent -> spent.rate(events));
    var processor = beside(base, own, spent -> spent.processorMillis(events));
    out.printf(
        "%-18s %,10.0f %8.2f (%.2f, %.2f) %14.1f + %5.1f %8.2f%n",
        name,
        median(own, spent -> spent.rate(events)),
        Spent.median(ratios),
        Arrays.stream(ratios).min().orElseThrow(),
        Arrays.stream(ratios).max().orElseThrow(),
        median(own, spent -> Spent.millis(spent.here(), events)),
        median(own, spent -> Spent.millis(spent.there(), events)),
        Spent.median(processor));
  }

  private static double[] beside(
      List<Spent> own, List<Spent> base, ToDoubleFunction<Spent> figure) {
    var ratios = new double[own.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(own.get(i)) / figure.applyAsDouble(base.get(i));
    }
    return ratios;
  }

  private static double median(List<Spent> runs, ToDoubleFunction<Spent> figure) {
    return Spent.median(runs.stream().mapToDouble(figure).toArray());
  }
}
