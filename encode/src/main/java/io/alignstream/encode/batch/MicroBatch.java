package io.alignstream.encode.batch;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.FlowWithContext;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Runs a function from batch to batch inside the line. */
public final class MicroBatch {
  private MicroBatch() {}

  /**
   * One outcome out per outcome in, in order.
   *
   * <p>When {@code model} throws on a batch, its inputs are tried again one by one, and only those
   * that fail alone are rejected as {@link Reason.Code#MODEL_FAILED}.
   *
   * @param stage the stage's name, for reasons
   * @param model from accepted values to as many outcomes, in order
   * @param executor where the model runs: blocking is allowed, cluster dispatchers are not
   * @param <C> what accompanies an element
   */
  public static <A, B, C> FlowWithContext<Outcome<A>, C, Outcome<B>, C, NotUsed> flow(
      String stage,
      Function<List<A>, List<Outcome<B>>> model,
      BatchSettings settings,
      Executor executor) {
    var contained = contain(stage, model);
    return FlowWithContext.fromPairs(
        Flow.<Pair<Outcome<A>, C>>create()
            .groupedWithin(settings.maxBatch(), settings.maxWait())
            .mapAsync(
                settings.parallelism(), batch -> supplyAsync(() -> run(batch, contained), executor))
            .mapConcat(outcomes -> outcomes));
  }

  private static <A, B, C> List<Pair<Outcome<B>, C>> run(
      List<Pair<Outcome<A>, C>> batch, Function<List<A>, List<Outcome<B>>> model) {
    var outcomes = Outcome.mapAccepted(batch.stream().map(Pair::first).toList(), model);
    var pairs = new ArrayList<Pair<Outcome<B>, C>>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      pairs.add(Pair.create(outcomes.get(i), batch.get(i).second()));
    }
    return pairs;
  }

  private static <A, B> Function<List<A>, List<Outcome<B>>> contain(
      String stage, Function<List<A>, List<Outcome<B>>> model) {
    return values -> {
      try {
        return model.apply(values);
      } catch (RuntimeException e) {
        return values.size() == 1
            ? List.of(Outcome.rejected(failed(stage, e)))
            : values.stream()
                .flatMap(
                    value -> MicroBatch.<A, B>contain(stage, model).apply(List.of(value)).stream())
                .toList();
      }
    };
  }

  private static Reason failed(String stage, RuntimeException e) {
    return Reason.of(
        stage, Reason.Code.MODEL_FAILED, "the model failed on this input: " + e.getMessage(), e);
  }
}
