package io.alignstream.detect.tensors;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.model.Detected;
import io.alignstream.detect.model.RegionSampling;
import io.alignstream.detect.pixels.Size;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Outcome;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a batch gave, to be written: {@code c4}, {@code rpn_objectness}, {@code rpn_deltas} [N, ..,
 * h, w], {@code class_logits} and {@code box_regression} of all images' proposals in order, and of
 * image K {@code proposals.K}, {@code boxes.K}, {@code labels.K}, {@code scores.K}, {@code
 * box_features.K}, {@code attr_labels.K} and {@code attr_scores.K}, in pixels of the network's
 * input.
 *
 * <p>An image that was rejected keeps its place: NaN in the maps, no rows in everything else.
 *
 * @param batch padded size
 * @param images in order
 */
public record VinvlOutputs(DetectorConfig config, Size batch, List<Outcome<Detected>> images) {
  /** Copies the list. */
  public VinvlOutputs {
    images = List.copyOf(images);
  }

  /** A line for each image that was rejected: its number, from 0, and why. */
  public List<String> rejected() {
    var lines = new ArrayList<String>();
    for (int n = 0; n < images.size(); n++) {
      var image = "image %d: ".formatted(n);
      images
          .get(n)
          .<Optional<String>>fold(
              detected -> Optional.empty(),
              reason -> Optional.of(reason.message()),
              deleted -> Optional.of("deleted"))
          .ifPresent(why -> lines.add(image + why));
    }
    return lines;
  }

  /**
   * Writes safetensors.
   *
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    var out = new SafetensorsWriter();
    int anchors = config.rpn().anchors();
    map(out, "c4", config.trunk().channels(), Detected::map);
    map(out, "rpn_objectness", anchors, Detected::objectness);
    map(out, "rpn_deltas", 4 * anchors, Detected::deltas);
    rows(out, "class_logits", config.classes(), all(Detected::classLogits));
    rows(out, "box_regression", 4 * config.classes(), all(Detected::boxRegression));
    for (int n = 0; n < images.size(); n++) {
      write(out, n, images.get(n).toOptional());
    }
    out.write(file);
  }

  private List<FloatMatrix> all(Function<Detected, FloatMatrix> part) {
    return images.stream().flatMap(image -> image.toOptional().stream()).map(part).toList();
  }

  private void write(SafetensorsWriter out, int image, Optional<Detected> found) {
    var detections = found.map(Detected::detections).orElse(List.of());
    long count = detections.size();
    var boxes = FloatBuffer.allocate(4 * detections.size());
    var scores = FloatBuffer.allocate(detections.size());
    var labels = LongBuffer.allocate(detections.size());
    for (var detection : detections) {
      var box = detection.box();
      boxes.put(box.x1()).put(box.y1()).put(box.x2()).put(box.y2());
      scores.put(detection.score());
      labels.put(detection.label());
    }
    rows(out, "proposals." + image, 4, found.stream().map(d -> d.proposals().boxes()).toList());
    out.floats("boxes." + image, List.of(count, 4L), boxes.flip());
    out.longs("labels." + image, List.of(count), labels.flip());
    out.floats("scores." + image, List.of(count), scores.flip());
    rows(
        out,
        "box_features." + image,
        config.trunk().featureSize(),
        found.stream().map(Detected::features).toList());
    attributes(out, image, found);
  }

  private static void attributes(SafetensorsWriter out, int image, Optional<Detected> found) {
    var lists = found.map(Detected::attributes).orElse(List.of());
    long each = lists.isEmpty() ? 0 : lists.get(0).size();
    var labels = LongBuffer.allocate((int) (lists.size() * each));
    var scores = FloatBuffer.allocate((int) (lists.size() * each));
    for (var list : lists) {
      list.forEach(
          scored -> {
            labels.put(scored.attribute());
            scores.put(scored.score());
          });
    }
    var shape = List.of((long) lists.size(), each);
    out.longs("attr_labels." + image, shape, labels.flip());
    out.floats("attr_scores." + image, shape, scores.flip());
  }

  /** Maps [h·w, C] of all images as [N, C, h, w]. */
  private void map(
      SafetensorsWriter out, String name, int channels, Function<Detected, FloatMatrix> part) {
    int height = RegionSampling.cells(config, batch.height());
    int width = RegionSampling.cells(config, batch.width());
    int each = channels * height * width;
    var values = FloatBuffer.allocate(images.size() * each);
    var nothing = new float[each];
    Arrays.fill(nothing, Float.NaN);
    for (var image : images) {
      image
          .toOptional()
          .map(part)
          .ifPresentOrElse(map -> putChannelsFirst(map, values), () -> values.put(nothing));
    }
    out.floats(
        name,
        List.of((long) images.size(), (long) channels, (long) height, (long) width),
        values.flip());
  }

  private static void putChannelsFirst(FloatMatrix map, FloatBuffer to) {
    for (int c = 0; c < map.columns(); c++) {
      for (int cell = 0; cell < map.rows(); cell++) {
        to.put(map.get(cell, c));
      }
    }
  }

  private static void rows(
      SafetensorsWriter out, String name, int columns, List<FloatMatrix> parts) {
    int rows = parts.stream().mapToInt(FloatMatrix::rows).sum();
    var values = FloatBuffer.allocate(rows * columns);
    parts.forEach(part -> values.put(part.buffer()));
    out.floats(name, List.of((long) rows, (long) columns), values.flip());
  }
}
