package io.alignstream.deploy.bench;

import io.alignstream.deploy.bench.ProcessorTimes.Part;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The world bench's results, a workload a column. */
record WorldTable(List<WorldFigures> columns, PrintWriter out) {
  /** Copies the list. */
  WorldTable {
    columns = List.copyOf(columns);
  }

  void print() {
    row("", figures -> figures.workload().words());
    row("Events sent at once", figures -> "%,d".formatted(figures.load().events()));
    row("  images a second", figures -> number(figures.rate()));
    row("  captions a second", figures -> number(rate(figures, figures.load().captions())));
    row("  task texts a second", figures -> number(rate(figures, figures.load().tasks())));
    row("  seconds by the clock", figures -> number(figures.peak().wall()));
    row("  processor seconds, the line's", figures -> number(figures.line()));
    row(
        "    beside it the broker's, the bench's",
        figures ->
            "%.1f, %.1f"
                .formatted(
                    figures.processor().of(Part.BROKER), figures.processor().of(Part.BENCH)));
    row("  processors at work for the line", figures -> at(figures.line(), figures));
    out.println();

    row("Processor time by stage", figures -> "share  ms an event");
    rows(WorldFigures::inside);
    row("  outside the models", figures -> share(figures.shareOutside() * figures.line(), figures));
    rows("  ", WorldFigures::outside);
    row(
        "  outside, once everything is compiled",
        figures -> "%5.1f %% %10s".formatted(100 * figures.shareOutsideOnceCompiled(), ""));
    out.println();

    row("Threads at work in a model's calls", figures -> "");
    row("  detector", figures -> at(figures.models().detector().wall(), figures));
    row("  parser", figures -> at(figures.models().parser().wall(), figures));
    row("  encoder", figures -> at(figures.models().encoder().wall(), figures));
    row("  heads", figures -> at(figures.models().heads().wall(), figures));
    out.println();

    row("From produce to a readable index entry", figures -> "ms");
    row("  events a second, half of the peak", figures -> number(figures.perSecond()));
    row("  events", figures -> "%,d".formatted(figures.paced().latencies().size()));
    row("  median", figures -> millis(figures.paced().latency(0.5)));
    row("  99 of 100", figures -> millis(figures.paced().latency(0.99)));
    row("  longest", figures -> millis(figures.paced().latency(1)));
    row("  mean", figures -> millis(figures.paced().mean()));
    for (var stage : columns.get(0).stays().keySet()) {
      row("    of it in " + stage, figures -> millis(figures.stays().getOrDefault(stage, 0.0)));
    }
    row("    of it in Kafka: to the line, to the reader", figures -> millis(inKafka(figures)));
    out.flush();
  }

  private static double inKafka(WorldFigures figures) {
    return figures.paced().mean()
        - figures.stays().values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private void rows(Function<WorldFigures, Map<String, Double>> seconds) {
    rows("", seconds);
  }

  private void rows(String indent, Function<WorldFigures, Map<String, Double>> seconds) {
    for (var name : seconds.apply(columns.get(0)).keySet()) {
      row(
          "  " + indent + name,
          figures -> share(seconds.apply(figures).getOrDefault(name, 0.0), figures));
    }
  }

  private void row(String name, Function<WorldFigures, String> cell) {
    out.printf(
        "%-44s%s%n",
        name,
        columns.stream()
            .map(figures -> "%22s".formatted(cell.apply(figures)))
            .collect(Collectors.joining()));
  }

  private static double rate(WorldFigures figures, int count) {
    return count / figures.peak().wall();
  }

  private static String at(double seconds, WorldFigures figures) {
    return "%.2f".formatted(seconds / figures.peak().wall());
  }

  private static String share(double seconds, WorldFigures figures) {
    return "%5.1f %% %10.2f"
        .formatted(100 * seconds / figures.line(), 1e3 * seconds / figures.load().events());
  }

  private static String number(double value) {
    return "%,.1f".formatted(value);
  }

  private static String millis(double seconds) {
    return "%,.0f".formatted(1e3 * seconds);
  }
}
