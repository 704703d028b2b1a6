package io.alignstream.encode.replicas;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** One process: what it has is the whole. */
public record Alone() implements Replicas {
  @Override
  public int rank() {
    return 0;
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public Operand<TFloat32> sum(Ops tf, Operand<TFloat32> x) {
    return x;
  }

  @Override
  public List<Operand<TFloat32>> sums(Ops tf, List<Operand<TFloat32>> xs) {
    return List.copyOf(xs);
  }

  @Override
  public Operand<TFloat32> gather(Ops tf, Operand<TFloat32> x, Rows rows) {
    return x;
  }
}
