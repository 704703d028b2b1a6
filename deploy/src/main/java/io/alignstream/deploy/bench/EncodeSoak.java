package io.alignstream.deploy.bench;

import io.alignstream.encode.batch.LengthBuckets;
import io.alignstream.encode.bert.Activation;
import io.alignstream.encode.bert.BertConfig;
import io.alignstream.encode.mvptr.HeadOutput;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.mvptr.MvptrModel;
import io.alignstream.encode.mvptr.PairStates;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.heads.task.RetrievalTask;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.Pointer;

/**
 * {@code alignstream bench encode --soak}: many calls of a small MVPTR from several threads, and
 * what they leave behind: native objects that were not freed, and resident memory.
 *
 * @param calls of {@link MvptrModel}, all three kinds together
 * @param threads that share the model
 */
public record EncodeSoak(int calls, int threads) {
  private static final int REPORTS = 10;
  private static final int PAIRS = 3; // in a batch
  private static final int KINDS = 3; // texts, images, pairs

  /**
   * Runs and prints.
   *
   * @return native objects that the calls left behind, of any kind; 0 is the only good answer
   */
  public long run(PrintWriter out) {
    var config = small();
    var task = new RetrievalTask(config);
    try (var model =
        MvptrModel.open(
            config,
            MvptrWorkload.weights(config),
            (w, cross) ->
                Map.of(
                    "itm",
                    new HeadOutput(HeadOutput.Rows.PAIR, task.matchLogits(w, cross.pooled()))),
            false,
            DeviceSettings.cpu(),
            new LengthBuckets(32, 64))) {
      int rounds = calls / KINDS / REPORTS;
      rounds(model, rounds); // warm-up: caches of the session and of the allocator fill
      long objects = Pointer.totalCount();
      long resident = ResidentMemory.bytes();
      out.printf("%10s %15s %12s%n", "calls", "native objects", "resident MB");
      for (int report = 1; report <= REPORTS; report++) {
        rounds(model, rounds);
        out.printf(
            "%,10d %15d %12.1f%n",
            report * rounds * KINDS, Pointer.totalCount(), ResidentMemory.bytes() / 1e6);
        out.flush();
      }
      long left = Pointer.totalCount() - objects;
      out.printf(
          "%,d calls left %d native objects behind; resident memory moved by %.1f MB%n",
          REPORTS * rounds * KINDS, left, (ResidentMemory.bytes() - resident) / 1e6);
      out.flush();
      return left;
    }
  }

  private void rounds(MvptrModel model, int rounds) {
    var left = new AtomicInteger(rounds);
    var running = new ArrayList<CompletableFuture<?>>();
    for (int thread = 0; thread < threads; thread++) {
      running.add(
          CompletableFuture.runAsync(
              () -> {
                var workload = new MvptrWorkload();
                var texts = workload.realTexts(PAIRS);
                var images = workload.realImages(PAIRS);
                while (left.getAndDecrement() > 0) {
                  var textStates = model.encodeTexts(texts);
                  var imageStates = model.encodeImages(images);
                  model.encodePairs(
                      List.of(
                          new PairStates(textStates.get(0), imageStates.get(0)),
                          new PairStates(textStates.get(1), imageStates.get(1)),
                          new PairStates(textStates.get(2), imageStates.get(2))));
                }
              },
              task -> new Thread(task, "soak").start()));
    }
    running.forEach(CompletableFuture::join);
  }

  private static MvptrConfig small() {
    var bert =
        new BertConfig(
            MvptrWorkload.VOCABULARY, 24, 2, 3, 40, Activation.GELU, 0, 0, 512, 2, 1e-12f, 0.02f);
    return new MvptrConfig(
        bert,
        1,
        1,
        MvptrWorkload.FEATURES,
        true,
        1e-12f,
        MvptrWorkload.WORDS,
        2,
        MvptrConfig.Classifier.LINEAR,
        2,
        0,
        2,
        "");
  }
}
