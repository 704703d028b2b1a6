package io.alignstream.deploy.bench;

import io.alignstream.encode.batch.LengthBuckets;
import io.alignstream.encode.mvptr.HeadOutput;
import io.alignstream.encode.mvptr.ImageInput;
import io.alignstream.encode.mvptr.ImageStates;
import io.alignstream.encode.mvptr.MvptrModel;
import io.alignstream.encode.mvptr.PairStates;
import io.alignstream.encode.mvptr.TextStates;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Precision;
import io.alignstream.encode.text.TokenSequence;
import io.alignstream.heads.task.RetrievalTask;
import io.alignstream.schemas.line.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * MVPTR-base's stages with random weights at COCO retrieval's shape: 50 words and 5 phrases, 30 tag
 * pieces and 50 regions. Milliseconds of one batch; {@code alignstream bench encode} sets the same
 * work beside the machine's matrix product.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class MvptrStagesBenchmark {
  /** Pairs in a batch. */
  @Param({"1", "8", "32"})
  public int batch;

  /** Compute precision. */
  @Param({"FLOAT32", "BFLOAT16"})
  public Precision precision;

  /** Layers of each encoder; 6 is the base model. */
  @Param("6")
  public int layers;

  private MvptrModel model;
  private List<TokenSequence> texts;
  private List<ImageInput> images;
  private List<PairStates> pairs;

  /** Opens the model and computes the states that stage 2 starts from. */
  @Setup
  public void open() {
    var config = MvptrWorkload.config(layers);
    var task = new RetrievalTask(config);
    model =
        MvptrModel.open(
            config,
            MvptrWorkload.weights(config),
            (w, cross) ->
                Map.of(
                    "itm",
                    new HeadOutput(HeadOutput.Rows.PAIR, task.matchLogits(w, cross.pooled()))),
            false,
            DeviceSettings.cpu().in(precision),
            new LengthBuckets(1024, Integer.MAX_VALUE / 2));
    var workload = new MvptrWorkload();
    texts = workload.fullTexts(batch);
    images = workload.fullImages(batch);
    var textStates = model.encodeTexts(texts);
    var imageStates = model.encodeImages(images);
    pairs = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      pairs.add(new PairStates(textStates.get(i), imageStates.get(i)));
    }
  }

  /** Stage 1 for texts. */
  @Benchmark
  public List<TextStates> text() {
    return model.encodeTexts(texts);
  }

  /** Stage 1 for images. */
  @Benchmark
  public List<ImageStates> visual() {
    return model.encodeImages(images);
  }

  /** Stage 2 with the matching head. */
  @Benchmark
  public List<Map<String, FloatMatrix>> crossModal() {
    return model.encodePairs(pairs);
  }

  /** Frees the native model. */
  @TearDown
  public void close() {
    model.close();
  }
}
