package io.alignstream.encode.replicas;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The processes that share a batch, as a graph sees them. */
public interface Replicas {
  /** Which one this is, from 0. */
  int rank();

  /** How many there are. */
  int size();

  /**
   * The sum over all processes; its gradient is summed over them likewise, so that each process may
   * use the whole in its part of the loss.
   *
   * @param x of the same shape in every process
   */
  Operand<TFloat32> sum(Ops tf, Operand<TFloat32> x);

  /**
   * Several sums in as few messages as is good; no gradient is taken through them.
   *
   * @param xs of shapes that are the same in every process
   */
  List<Operand<TFloat32>> sums(Ops tf, List<Operand<TFloat32>> xs);

  /**
   * The rows of all processes, in the batch's order: zeros around the own rows, then a {@link
   * #sum}, so that shares need not be of one size. Gradients flow back to the process that a row
   * came from.
   *
   * @param x [own rows, …] of a known rank
   * @param rows where they stand in the batch
   * @return [all rows, …]
   */
  Operand<TFloat32> gather(Ops tf, Operand<TFloat32> x, Rows rows);

  /** The rows of this process, of a batch of so many. */
  default Share share(int total) {
    return Share.of(rank(), size(), total);
  }

  /**
   * Where a process's rows stand in the batch.
   *
   * @param first row that is the process's own, counted from 0, a scalar
   * @param count of own rows, a scalar
   * @param total rows of the batch, a scalar
   */
  record Rows(Operand<TInt32> first, Operand<TInt32> count, Operand<TInt32> total) {}

  /** The rows [first, first + count) of a batch. */
  record Share(int first, int count, int total) {
    /** The part of a process: sizes differ by one at most. */
    public static Share of(int rank, int size, int total) {
      int first = (int) ((long) total * rank / size);
      return new Share(first, (int) ((long) total * (rank + 1) / size) - first, total);
    }
  }
}
