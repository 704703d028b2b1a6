package io.alignstream.encode.mvptr;

import static io.alignstream.encode.mvptr.MvptrFunctions.STATES;

import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.Results;
import io.alignstream.schemas.line.FloatMatrix;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Inputs of different lengths written side by side, and outputs cut apart again. */
final class Padding {
  private Padding() {}

  static <A> Feed ids(List<A> batch, int length, Function<A, List<Integer>> row) {
    return Feed.ints(
        List.of((long) batch.size(), (long) length),
        to -> {
          for (var input : batch) {
            var ids = row.apply(input);
            ids.forEach(to::put);
            for (int i = ids.size(); i < length; i++) {
              to.put(0);
            }
          }
        });
  }

  static <A> Feed mask(List<A> batch, int length, ToIntFunction<A> kept) {
    return Feed.floats(
        List.of((long) batch.size(), (long) length),
        to -> batch.forEach(input -> ones(to, kept.applyAsInt(input), length)));
  }

  static Feed visualMask(List<ImageInput> batch, int tagLength, int regions) {
    return Feed.floats(
        List.of((long) batch.size(), (long) tagLength + regions),
        to -> {
          for (var image : batch) {
            ones(to, image.tags().length(), tagLength);
            ones(to, image.regionFeatures().rows(), regions);
          }
        });
  }

  static void ones(FloatBuffer to, int ones, int length) {
    for (int i = 0; i < length; i++) {
      to.put(i < ones ? 1 : 0);
    }
  }

  /** Writes a matrix's rows from one on, and zeros up to a number of rows. */
  static void putRows(FloatBuffer to, FloatMatrix from, int first, int rows, int columns) {
    int end = to.position() + rows * columns;
    to.put(from.buffer().position(first * columns));
    while (to.position() < end) {
      to.put(0);
    }
  }

  /** Rows of one input: its first {@code kept} of {@code length}. */
  static FloatMatrix part(Results results, String name, int index, int length, int kept) {
    var shape = results.shape(name);
    int columns = Math.toIntExact(shape.get(shape.size() - 1));
    var values = new float[kept * columns];
    results.floats(name).position(index * length * columns).get(values);
    return FloatMatrix.wrap(kept, columns, values);
  }

  static FloatMatrix numbers(Results results, String name, int first, int count) {
    var values = new float[count];
    results.floats(name).position(first).get(values);
    return FloatMatrix.wrap(1, count, values);
  }

  /** Tag rows, then region rows, the padding between them left out. */
  static FloatMatrix visualPart(
      Results results, int index, int length, int tagLength, ImageInput image) {
    int columns = Math.toIntExact(results.shape(STATES).get(2));
    var values = new float[image.length() * columns];
    var from = results.floats(STATES);
    int tags = image.tags().length() * columns;
    from.position(index * length * columns).get(values, 0, tags);
    from.position((index * length + tagLength) * columns).get(values, tags, values.length - tags);
    return FloatMatrix.wrap(image.length(), columns, values);
  }

  static <A> int longest(List<A> batch, ToIntFunction<A> length) {
    return batch.stream().mapToInt(length).max().orElse(0);
  }
}
