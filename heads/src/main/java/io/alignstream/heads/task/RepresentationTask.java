package io.alignstream.heads.task;

import io.alignstream.encode.mvptr.CrossModal;
import io.alignstream.encode.mvptr.HeadOutput;
import io.alignstream.encode.mvptr.HeadOutput.Rows;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.mvptr.Pairs;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;

/** Frozen representations (the reference's {@code BiImageBertRep}). It is not trained. */
public record RepresentationTask(MvptrConfig config) implements MvptrTask {
  @Override
  public void declareHead(Parameters.Builder root) {
    // the encoders are all there is
  }

  @Override
  public Map<String, Operand<?>> outputs(Weights w, CrossModal cross) {
    Map<String, Operand<?>> outputs = new LinkedHashMap<>();
    outputs.put("sequence_output", cross.sequence()); // [B, La + R, H]
    outputs.put("pooled_output", cross.pooled()); // [B, H]
    return outputs;
  }

  @Override
  public Map<String, Operand<?>> outputs(Weights w, Pairs pairs) {
    var outputs = new LinkedHashMap<>(outputs(w, pairs.cross()));
    outputs.put("txt_encoder_output", pairs.text().states()); // [B, La, H]
    outputs.put("vis_encoder_output", pairs.image().states()); // [B, Lb + R, H]
    return outputs;
  }

  @Override
  public Map<String, HeadOutput> served(Weights w, CrossModal cross) {
    return Map.of(
        "sequence_output", new HeadOutput(Rows.POSITION, cross.sequence()),
        "pooled_output", new HeadOutput(Rows.PAIR, cross.pooled()));
  }
}
