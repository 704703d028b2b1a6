package io.alignstream.detect.model;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Variables;
import io.alignstream.schemas.line.FloatMatrix;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The inference graph and its session. Safe for several threads. */
final class DetectorGraph implements AutoCloseable {
  private final DetectorConfig config;
  private final GraphSession session;

  /** Folds the norms, copies the weights to the device once, and is ready. */
  DetectorGraph(DetectorConfig config, ParameterValues values, DeviceSettings device) {
    this.config = config;
    var variables = new Variables(DetectorWeights.folded(values, config));
    this.session = GraphSession.build(device, tf -> define(tf, config, variables));
    variables.initialize(session);
  }

  private static List<GraphFunction> define(Ops tf, DetectorConfig config, Variables variables) {
    var net = FasterRcnnNet.of(config);
    var w = variables.bind(tf);
    int channels = config.trunk().channels();
    int bins = config.pooling().side();

    var pixels = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
    var map = net.body(w, Convolutions.FOLDED, pixels);
    var rpn = net.rpn(w, Convolutions.FOLDED, map);

    var given = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, -1, -1, channels)));
    var rows = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, -1, -1)));
    var columns = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, bins, -1)));
    var pooled = RoiAlign.pool(tf, given, rows, columns, bins);
    var pooledFeatures = net.regionFeatures(w, Convolutions.FOLDED, pooled);

    var features =
        tf.placeholder(
            TFloat32.class, Placeholder.shape(Shape.of(-1, config.trunk().featureSize())));
    var labels = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
    var classes = net.classes(w, features);
    var attributes = net.attributes(w, features, labels);

    return List.of(
        GraphFunction.of(
            "body",
            Map.of("pixels", pixels),
            Map.of("map", map, "objectness", rpn.objectness(), "deltas", rpn.deltas())),
        GraphFunction.of(
            "pool",
            Map.of("map", given, "rows", rows, "columns", columns),
            Map.of("features", pooledFeatures)),
        GraphFunction.of(
            "classes",
            Map.of("features", features),
            Map.of("logits", classes.logits(), "regression", classes.regression())),
        GraphFunction.of(
            "attributes",
            Map.of("features", features, "labels", labels),
            Map.of("logits", attributes)));
  }

  /**
   * What the body gives for a batch, on the heap.
   *
   * @param map [N, h, w, C]
   * @param objectness [N, h·w·A]
   * @param deltas [N, h·w·A·4]
   */
  record BodyOutput(
      int images,
      int height,
      int width,
      FloatBuffer map,
      FloatBuffer objectness,
      FloatBuffer deltas) {

    /** One image's part of a buffer. */
    FloatBuffer of(FloatBuffer all, int image) {
      int size = all.capacity() / images;
      return all.slice(image * size, size);
    }
  }

  /** Runs the body on N images of H × W pixels. */
  BodyOutput body(int images, int height, int width, Consumer<FloatBuffer> pixels) {
    var shape = List.of((long) images, (long) height, (long) width, 3L);
    return session.run(
        "body",
        Map.of("pixels", Feed.floats(shape, pixels)),
        results -> {
          var mapShape = results.shape("map");
          return new BodyOutput(
              images,
              Math.toIntExact(mapShape.get(1)),
              Math.toIntExact(mapShape.get(2)),
              FloatBuffer.wrap(results.copyFloats("map")),
              FloatBuffer.wrap(results.copyFloats("objectness")),
              FloatBuffer.wrap(results.copyFloats("deltas")));
        });
  }

  /**
   * Box features [K, F] of boxes [K, 4] on one image's map [h, w, C]. Windows that are equal are
   * computed once, so that their features are equal too, and at most {@code atOnce} in one run.
   */
  FloatMatrix features(FloatBuffer map, int height, int width, FloatMatrix boxes, int atOnce) {
    var grid = new RoiGrid(config.pooling(), 1f / config.trunk().stride(), height, width);
    var windows = new LinkedHashMap<RoiGrid.Window, Integer>();
    var of = new int[boxes.rows()];
    for (int i = 0; i < of.length; i++) {
      var window = grid.window(boxes, i);
      of[i] = windows.computeIfAbsent(window, unseen -> windows.size());
    }
    var distinct = List.copyOf(windows.keySet());
    int size = config.trunk().featureSize();
    var features = new float[distinct.size() * size];
    for (int from = 0; from < distinct.size(); from += atOnce) {
      var some = distinct.subList(from, Math.min(from + atOnce, distinct.size()));
      int at = from * size;
      pool(map, grid, some, results -> results.get(features, at, some.size() * size));
    }
    return io.alignstream.detect.select.Rows.take(
        FloatMatrix.wrap(distinct.size(), size, features), of);
  }

  private void pool(
      FloatBuffer map, RoiGrid grid, List<RoiGrid.Window> windows, Consumer<FloatBuffer> read) {
    int bins = config.pooling().side();
    int height = grid.height();
    int width = grid.width();
    long regions = windows.size();
    var rows = new float[windows.size() * bins * height];
    var columns = new float[windows.size() * bins * bins * width];
    for (int k = 0; k < windows.size(); k++) {
      grid.rows(windows.get(k), rows, k * bins * height);
      int first = k * bins * bins * width;
      grid.columns(windows.get(k), columns, first);
      for (int p = 1; p < bins; p++) {
        System.arraycopy(columns, first, columns, first + p * bins * width, bins * width);
      }
    }
    session.run(
        "pool",
        Map.of(
            "map",
            Feed.floats(
                List.of(1L, (long) height, (long) width, (long) config.trunk().channels()),
                to -> to.put(map.duplicate())),
            "rows",
            Feed.floats(List.of(1L, regions * bins, (long) height), rows),
            "columns",
            Feed.floats(List.of(regions * bins, (long) bins, (long) width), columns)),
        results -> {
          read.accept(results.floats("features"));
          return windows.size();
        });
  }

  /** Class logits and box regression of box features. */
  ClassOutput classes(FloatMatrix features) {
    return session.run(
        "classes",
        Map.of("features", feed(features)),
        results ->
            new ClassOutput(
                FloatMatrix.wrap(features.rows(), config.classes(), results.copyFloats("logits")),
                FloatMatrix.wrap(
                    features.rows(), 4 * config.classes(), results.copyFloats("regression"))));
  }

  /** Class logits [K, L] and box regression [K, 4·L]. */
  record ClassOutput(FloatMatrix logits, FloatMatrix regression) {}

  /** Attribute logits [K, T] of box features with their classes. */
  FloatMatrix attributes(FloatMatrix features, int[] labels) {
    return session.run(
        "attributes",
        Map.of(
            "features", feed(features), "labels", Feed.ints(List.of((long) labels.length), labels)),
        results ->
            FloatMatrix.wrap(
                labels.length, config.attributes().count(), results.copyFloats("logits")));
  }

  private static Feed feed(FloatMatrix matrix) {
    return Feed.floats(
        List.of((long) matrix.rows(), (long) matrix.columns()), to -> to.put(matrix.buffer()));
  }

  @Override
  public void close() {
    session.close();
  }
}
