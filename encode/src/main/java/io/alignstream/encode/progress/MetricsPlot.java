package io.alignstream.encode.progress;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws a {@link MetricsFile} as SVG: one panel for the loss, one for every metric of the
 * evaluations. Plain text, so it needs neither fonts nor a display.
 */
public final class MetricsPlot implements Listener {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 240;
  private static final int MARGIN = 48;

  private record Point(double x, double y) {}

  private final Path metrics;
  private final Path plot;

  /** Draws when the training closes. */
  public MetricsPlot(Path metrics, Path plot) {
    this.metrics = metrics;
    this.plot = plot;
  }

  @Override
  public void steps(StepReport report) {}

  @Override
  public void evaluation(long step, Map<String, Double> values) {}

  @Override
  public void close() {
    var lines = MetricsFile.read(metrics);
    if (!lines.isEmpty()) {
      try {
        Files.writeString(plot, draw(lines));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + plot, e);
      }
    }
  }

  /** The plot of a file's lines. */
  static String draw(List<JsonNode> lines) {
    var curves = new LinkedHashMap<String, List<Point>>();
    for (var line : lines) {
      double step = line.path("step").asDouble();
      if (line.path("loss").isNumber()) {
        add(curves, "loss", step, line.path("loss").asDouble());
      }
      for (var metric : line.path("evaluation").properties()) {
        add(curves, metric.getKey(), step, metric.getValue().asDouble());
      }
    }
    var svg = new StringBuilder();
    append(
        svg,
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif'"
            + " font-size='11'>\n<rect width='100%%' height='100%%' fill='white'/>\n",
        WIDTH,
        HEIGHT * Math.max(1, curves.size()));
    int panel = 0;
    for (var curve : curves.entrySet()) {
      panel(svg, panel++ * HEIGHT, curve.getKey(), curve.getValue());
    }
    return svg.append("</svg>\n").toString();
  }

  private static void add(Map<String, List<Point>> curves, String name, double step, double value) {
    if (Double.isFinite(value)) {
      curves.computeIfAbsent(name, key -> new ArrayList<>()).add(new Point(step, value));
    }
  }

  private static void panel(StringBuilder svg, int top, String name, List<Point> points) {
    double left = points.stream().mapToDouble(Point::x).min().orElse(0);
    double right = points.stream().mapToDouble(Point::x).max().orElse(1);
    double low = points.stream().mapToDouble(Point::y).min().orElse(0);
    double high = points.stream().mapToDouble(Point::y).max().orElse(1);
    double spanX = Math.max(right - left, 1e-9);
    double spanY = Math.max(high - low, 1e-9);
    var path = new StringBuilder();
    for (var point : points) {
      append(
          path,
          "%.1f,%.1f ",
          MARGIN + (point.x() - left) / spanX * (WIDTH - 2 * MARGIN),
          top + HEIGHT - MARGIN - (point.y() - low) / spanY * (HEIGHT - 2 * MARGIN));
    }
    append(
        svg,
        "<rect x='%d' y='%d' width='%d' height='%d' fill='none' stroke='#bbb'/>\n",
        MARGIN,
        top + MARGIN,
        WIDTH - 2 * MARGIN,
        HEIGHT - 2 * MARGIN);
    append(svg, "<text x='%d' y='%d'>%s</text>\n", MARGIN, top + MARGIN - 8, escaped(name));
    append(svg, "<text x='4' y='%d'>%.4g</text>\n", top + MARGIN + 8, high);
    append(svg, "<text x='4' y='%d'>%.4g</text>\n", top + HEIGHT - MARGIN, low);
    append(svg, "<text x='%d' y='%d'>%.0f</text>\n", MARGIN, top + HEIGHT - MARGIN + 16, left);
    append(
        svg,
        "<text x='%d' y='%d' text-anchor='end'>step %.0f</text>\n",
        WIDTH - MARGIN,
        top + HEIGHT - MARGIN + 16,
        right);
    append(
        svg,
        "<polyline points='%s' fill='none' stroke='#1f6fb4' stroke-width='1.5'/>\n",
        path.toString().strip());
  }

  private static void append(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
