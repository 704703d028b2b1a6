package io.alignstream.deploy.bench;

import io.alignstream.encode.batch.LengthBuckets;
import io.alignstream.encode.mvptr.HeadOutput;
import io.alignstream.encode.mvptr.ImageInput;
import io.alignstream.encode.mvptr.ImageStates;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.mvptr.MvptrModel;
import io.alignstream.encode.mvptr.PairStates;
import io.alignstream.encode.mvptr.TextStates;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Precision;
import io.alignstream.encode.text.TokenSequence;
import io.alignstream.heads.task.RetrievalTask;
import io.alignstream.schemas.line.FloatMatrix;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.TensorFlow;

/** {@code alignstream bench encode}: MVPTR's stages, alone and as retrieval uses them. */
public final class EncodeBench {
  private static final String MATCH = "itm";
  private static final LengthBuckets WHOLE = new LengthBuckets(1024, Integer.MAX_VALUE / 2);
  private static final MvptrModel.Lengths FULL =
      new MvptrModel.Lengths(MvptrWorkload.TEXT, MvptrWorkload.TAGS, MvptrWorkload.REGIONS);
  private static final LengthBuckets CHEAPEST = new LengthBuckets(32, 64);

  private final PrintWriter out;
  private final int turns;
  private final MvptrConfig config;
  private final MvptrWorkload workload = new MvptrWorkload();

  /**
   * A benchmark.
   *
   * @param turns how often each figure is measured
   * @param layers of each encoder; 6 is the base model
   */
  public EncodeBench(PrintWriter out, int turns, int layers) {
    this.out = out;
    this.turns = turns;
    this.config = MvptrWorkload.config(layers);
  }

  /** Prints everything. */
  public void run(List<Precision> precisions) {
    for (var precision : precisions) {
      var device = DeviceSettings.cpu().in(precision);
      out.printf("%n%s%n", device.effectivePrecision());
      TensorFlow.version(); // loads the native library, before anything is measured
      long before = ResidentMemory.bytes();
      try (var model = open(device, WHOLE);
          var throughput = new Throughput(DeviceSettings.cpu())) {
        stages(model, throughput);
        out.printf(
            "resident memory: %.2f GB with the model, %.2f GB before it, %.2f GB at most%n",
            ResidentMemory.bytes() / 1e9, before / 1e9, ResidentMemory.peakBytes() / 1e9);
        reRanking(model);
      }
      mixture(device);
    }
  }

  private MvptrModel open(DeviceSettings device, LengthBuckets buckets) {
    var task = new RetrievalTask(config);
    return MvptrModel.open(
        config,
        MvptrWorkload.weights(config),
        (w, cross) ->
            Map.of(
                MATCH, new HeadOutput(HeadOutput.Rows.PAIR, task.matchLogits(w, cross.pooled()))),
        false,
        device,
        buckets);
  }

  private void stages(MvptrModel model, Throughput throughput) {
    out.printf("plain product: %.0f GFLOP/s%n", throughput.peak(5) / 1e9);
    out.printf(
        "%-14s %5s %10s %10s %9s %14s %12s%n",
        "stage", "batch", "ms", "pairs/s", "of peak", "by processor", "outside ms");
    for (int batch : new int[] {1, 8, 32}) {
      var texts = workload.fullTexts(batch);
      var images = workload.fullImages(batch);
      var pairs = pairs(model.encodeTexts(texts), model.encodeImages(images));
      row(
          "text",
          batch,
          throughput.measure(
              batch * operations(MvptrWorkload.TEXT),
              turns,
              model::nanosInside,
              () -> model.encodeTexts(texts)));
      int visual = MvptrWorkload.TAGS + MvptrWorkload.REGIONS;
      double embedding =
          2.0 * MvptrWorkload.REGIONS * config.imgFeatureDim() * config.bert().hiddenSize();
      row(
          "visual",
          batch,
          throughput.measure(
              batch * (operations(visual) + embedding),
              turns,
              model::nanosInside,
              () -> model.encodeImages(images)));
      row(
          "cross-modal",
          batch,
          throughput.measure(
              batch * operations(MvptrWorkload.TEXT + MvptrWorkload.REGIONS),
              turns,
              model::nanosInside,
              () -> model.encodePairs(pairs)));
    }
    var shortest = workload.shortestText();
    row( // what reading all weights costs: there is next to nothing to compute
        "text of two",
        1,
        throughput.measure(
            operations(shortest.get(0).length()),
            turns,
            model::nanosInside,
            () -> model.encodeTexts(shortest)));
  }

  private void row(String stage, int batch, Throughput.Measured measured) {
    out.printf(
        "%-14s %5d %10.2f %10.1f %8.0f%% %13.0f%% %12.2f%n",
        stage,
        batch,
        1e3 * measured.seconds(),
        batch / measured.seconds(),
        100 * measured.ofPeak(),
        100 * measured.ofPeakByProcessor(),
        1e3 * measured.outsideSeconds());
    out.flush();
  }

  /** Floating-point operations of one encoder over one sequence. */
  private double operations(int length) {
    var bert = config.bert();
    double dense =
        2.0
            * length
            * (4.0 * bert.hiddenSize() * bert.hiddenSize()
                + 2.0 * bert.hiddenSize() * bert.intermediateSize());
    double attention = 4.0 * length * length * bert.hiddenSize();
    return config.crossModalLayers() * (dense + attention);
  }

  /** Inputs of real lengths, divided by length beside padded to the full shape. */
  private void mixture(DeviceSettings device) {
    int count = 128;
    var texts = workload.realTexts(count);
    var images = workload.realImages(count);
    try (var model = open(device, CHEAPEST)) {
      // as the reference does: every sequence padded to the limits, 32 pairs at once
      var reference = model.padded(FULL, 32);
      double difference = difference(all(model, texts, images), all(reference, texts, images));
      double seconds = best(() -> all(model, texts, images));
      double padded = best(() -> all(reference, texts, images));
      out.printf(
          "%d pairs of real lengths, both stages: %.1f pairs/s divided by length, %.1f padded to"
              + " %d, %d and %d: %.2f times; largest difference of logits %.1e%n",
          count,
          count / seconds,
          count / padded,
          MvptrWorkload.TEXT,
          MvptrWorkload.TAGS,
          MvptrWorkload.REGIONS,
          padded / seconds,
          difference);
      out.flush();
    }
  }

  private List<Map<String, FloatMatrix>> all(
      MvptrModel model, List<TokenSequence> texts, List<ImageInput> images) {
    return model.encodePairs(pairs(model.encodeTexts(texts), model.encodeImages(images)));
  }

  /** Many texts for one image and many images for one text, in three ways each. */
  private void reRanking(MvptrModel model) {
    var texts = workload.realTexts(128);
    var images = workload.realImages(64);
    out.printf(
        "%-28s %18s %18s %18s%n",
        "re-ranking, seconds", "candidates kept", "stage 1 once each", "both every pair");
    var captions = model.encodeTexts(texts);
    reRanking(
        "128 captions for one image",
        () -> rank(model, captions, model.encodeImages(images.subList(0, 1))),
        () -> rank(model, model.encodeTexts(texts), model.encodeImages(images.subList(0, 1))),
        () -> all(model, texts, Collections.nCopies(texts.size(), images.get(0))));
    var gallery = model.encodeImages(images);
    reRanking(
        "64 images for one caption",
        () -> rank(model, model.encodeTexts(texts.subList(0, 1)), gallery),
        () -> rank(model, model.encodeTexts(texts.subList(0, 1)), model.encodeImages(images)),
        () -> all(model, Collections.nCopies(images.size(), texts.get(0)), images));
  }

  /**
   * Prints a line.
   *
   * @param kept the candidates' stage 1 was done before, as for what is in an index: the query's
   *     stage 1 and stage 2
   * @param once stage 1 of the query and of every candidate, and stage 2
   * @param every both stages for every pair, as the reference does
   */
  private void reRanking(String what, Runnable kept, Runnable once, Runnable every) {
    double seconds = best(every);
    out.printf(
        "%-28s %18s %18s %18.2f%n",
        what, against(seconds, best(kept)), against(seconds, best(once)), seconds);
    out.flush();
  }

  private static String against(double reference, double seconds) {
    return "%.2f (%.2f times)".formatted(seconds, reference / seconds);
  }

  /** Stage 2 for one text and many images, or the other way round. */
  private static void rank(MvptrModel model, List<TextStates> texts, List<ImageStates> images) {
    model.encodePairs(
        texts.stream()
            .flatMap(text -> images.stream().map(image -> new PairStates(text, image)))
            .toList());
  }

  private static List<PairStates> pairs(List<TextStates> texts, List<ImageStates> images) {
    return IntStream.range(0, texts.size())
        .mapToObj(i -> new PairStates(texts.get(i), images.get(i)))
        .toList();
  }

  private double best(Runnable work) {
    double best = Double.MAX_VALUE;
    for (int turn = 0; turn < Math.max(2, turns / 2); turn++) {
      long start = System.nanoTime();
      work.run();
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    return best;
  }

  private static double difference(
      List<Map<String, FloatMatrix>> a, List<Map<String, FloatMatrix>> b) {
    double worst = 0;
    for (int i = 0; i < a.size(); i++) {
      var left = a.get(i).getOrDefault(MATCH, FloatMatrix.empty(2));
      var right = b.get(i).getOrDefault(MATCH, FloatMatrix.empty(2));
      for (int c = 0; c < 2; c++) {
        worst = Math.max(worst, Math.abs(left.get(0, c) - right.get(0, c)));
      }
    }
    return worst;
  }
}
