package io.alignstream.schemas.line;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** An immutable row-major float32 matrix with value equality: [rows, columns]. */
public final class FloatMatrix {
  private final int rows;
  private final int columns;
  private final float[] values;

  private FloatMatrix(int rows, int columns, float[] values) {
    if (rows < 0 || columns < 0 || values.length != Math.multiplyExact(rows, columns)) {
      throw new IllegalArgumentException(
          "[%d, %d] does not fit %d values".formatted(rows, columns, values.length));
    }
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /** Takes values over without a copy; the caller must never change them again. */
  public static FloatMatrix wrap(int rows, int columns, float[] values) {
    return new FloatMatrix(rows, columns, values);
  }

  /** A single row: [1, columns]. */
  public static FloatMatrix row(float... values) {
    return new FloatMatrix(1, values.length, values.clone());
  }

  /** A matrix without rows. */
  public static FloatMatrix empty(int columns) {
    return new FloatMatrix(0, columns, new float[0]);
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** One entry. */
  public float get(int row, int column) {
    return values[row * columns + column];
  }

  /** A copy of one row: [columns]. */
  public float[] copyRow(int row) {
    return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
  }

  /** All values, row-major, read-only. */
  public FloatBuffer buffer() {
    return FloatBuffer.wrap(values).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FloatMatrix that
        && columns == that.columns
        && rows == that.rows
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * columns + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "float32 [%d, %d]".formatted(rows, columns);
  }
}
