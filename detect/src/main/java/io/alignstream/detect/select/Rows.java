package io.alignstream.detect.select;

import io.alignstream.schemas.line.FloatMatrix;

/** Rows of matrices by index. */
public final class Rows {
  private Rows() {}

  /** These rows, in this order. */
  public static FloatMatrix take(FloatMatrix from, int[] rows) {
    int columns = from.columns();
    var values = new float[rows.length * columns];
    var buffer = from.buffer();
    for (int i = 0; i < rows.length; i++) {
      buffer.get(rows[i] * columns, values, i * columns, columns);
    }
    return FloatMatrix.wrap(rows.length, columns, values);
  }

  /** These columns {@code from … from + columns - 1} of all rows. */
  public static FloatMatrix columns(FloatMatrix of, int from, int columns) {
    var values = new float[of.rows() * columns];
    var buffer = of.buffer();
    for (int i = 0; i < of.rows(); i++) {
      buffer.get(i * of.columns() + from, values, i * columns, columns);
    }
    return FloatMatrix.wrap(of.rows(), columns, values);
  }

  /** A softmax over each row; float64 inside. */
  public static FloatMatrix softmax(FloatMatrix logits) {
    var values = new float[logits.rows() * logits.columns()];
    var exponentials = new double[logits.columns()];
    for (int i = 0; i < logits.rows(); i++) {
      float most = Float.NEGATIVE_INFINITY;
      for (int c = 0; c < logits.columns(); c++) {
        most = Math.max(most, logits.get(i, c));
      }
      double sum = 0;
      for (int c = 0; c < exponentials.length; c++) {
        exponentials[c] = Math.exp(logits.get(i, c) - most);
        sum += exponentials[c];
      }
      for (int c = 0; c < exponentials.length; c++) {
        values[i * exponentials.length + c] = (float) (exponentials[c] / sum);
      }
    }
    return FloatMatrix.wrap(logits.rows(), logits.columns(), values);
  }

  static float[] take(float[] from, int[] rows) {
    var values = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      values[i] = from[rows[i]];
    }
    return values;
  }
}
