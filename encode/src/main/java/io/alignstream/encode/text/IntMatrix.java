package io.alignstream.encode.text;

import java.nio.IntBuffer;
import java.util.Arrays;

/** An immutable row-major int32 matrix with value equality: [rows, columns]. */
public final class IntMatrix {
  private final int rows;
  private final int columns;
  private final int[] values;

  private IntMatrix(int rows, int columns, int[] values) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /** Takes values over without a copy; the caller must never change them again. */
  static IntMatrix wrap(int rows, int columns, int[] values) {
    return new IntMatrix(rows, columns, values);
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
  public int get(int row, int column) {
    return values[row * columns + column];
  }

  /** All values, row-major, read-only. */
  public IntBuffer buffer() {
    return IntBuffer.wrap(values).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IntMatrix that
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
    return "int32 [%d, %d]".formatted(rows, columns);
  }
}
