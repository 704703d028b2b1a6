package io.alignstream.heads.task;

import io.alignstream.schemas.avro.FloatTensor;
import io.alignstream.schemas.avro.RepresentationsResult;
import io.alignstream.schemas.line.EncodedPair;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.List;

/** Frozen representations as a result, under the reference's names. */
public final class Representations {
  private Representations() {}

  /** All four, without padding. */
  public static RepresentationsResult result(EncodedPair pair) {
    return new RepresentationsResult(
        tensor(pair.output("sequence_output")),
        tensor(pair.output("pooled_output")),
        tensor(pair.output("txt_encoder_output")),
        tensor(pair.output("vis_encoder_output")));
  }

  private static FloatTensor tensor(FloatMatrix matrix) {
    var values = new ArrayList<Float>(matrix.rows() * matrix.columns());
    var buffer = matrix.buffer();
    while (buffer.hasRemaining()) {
      values.add(buffer.get());
    }
    return new FloatTensor(List.of(matrix.rows(), matrix.columns()), values);
  }
}
