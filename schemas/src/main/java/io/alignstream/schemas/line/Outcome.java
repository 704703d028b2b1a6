package io.alignstream.schemas.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A stage's answer to one input: accepted with a value, rejected with a reason, or the deletion of
 * an image, which no model needs to see. Rejections and deletions keep their place in the line up
 * to the producer at its end.
 *
 * @param <T> what was accepted
 */
public sealed interface Outcome<T> {

  /** The stage made a value. */
  record Accepted<T>(T value) implements Outcome<T> {
    @Override
    public <R> R fold(
        Function<? super T, ? extends R> accepted,
        Function<? super Reason, ? extends R> rejected,
        Function<? super String, ? extends R> deleted) {
      return accepted.apply(value);
    }
  }

  /** The input cannot be used; it ends as a dead letter. */
  record Rejected<T>(Reason reason) implements Outcome<T> {
    @Override
    public <R> R fold(
        Function<? super T, ? extends R> accepted,
        Function<? super Reason, ? extends R> rejected,
        Function<? super String, ? extends R> deleted) {
      return rejected.apply(reason);
    }
  }

  /** The image is to be removed from the index. */
  record Deleted<T>(String imageId) implements Outcome<T> {
    @Override
    public <R> R fold(
        Function<? super T, ? extends R> accepted,
        Function<? super Reason, ? extends R> rejected,
        Function<? super String, ? extends R> deleted) {
      return deleted.apply(imageId);
    }
  }

  /** Joins the branches; {@code deleted} gets the image id. */
  <R> R fold(
      Function<? super T, ? extends R> accepted,
      Function<? super Reason, ? extends R> rejected,
      Function<? super String, ? extends R> deleted);

  /** An accepted value. */
  static <T> Outcome<T> accepted(T value) {
    return new Accepted<>(value);
  }

  /** A rejection. */
  static <T> Outcome<T> rejected(Reason reason) {
    return new Rejected<>(reason);
  }

  /** The deletion of an image. */
  static <T> Outcome<T> deleted(String imageId) {
    return new Deleted<>(imageId);
  }

  /** Changes an accepted value; anything else passes. */
  default <R> Outcome<R> map(Function<? super T, ? extends R> change) {
    return fold(value -> accepted(change.apply(value)), Outcome::rejected, Outcome::deleted);
  }

  /** Changes an accepted value by a function that may reject it; anything else passes. */
  default <R> Outcome<R> flatMap(Function<? super T, Outcome<R>> change) {
    return fold(change, Outcome::rejected, Outcome::deleted);
  }

  /** The value, if one was made. */
  default Optional<T> toOptional() {
    return fold(Optional::of, reason -> Optional.empty(), imageId -> Optional.empty());
  }

  /**
   * Runs a function over the accepted values of a batch and leaves every outcome in its place.
   *
   * @param step from the accepted values to as many outcomes, in order; not called without any
   * @throws IllegalStateException if {@code step} returns another number of outcomes
   */
  static <A, B> List<Outcome<B>> mapAccepted(
      List<Outcome<A>> batch, Function<List<A>, List<Outcome<B>>> step) {
    var values = batch.stream().flatMap(outcome -> outcome.toOptional().stream()).toList();
    var made = values.isEmpty() ? List.<Outcome<B>>of() : step.apply(values);
    if (made.size() != values.size()) {
      throw new IllegalStateException(
          "%d outcomes for %d values".formatted(made.size(), values.size()));
    }
    var next = made.iterator();
    var outcomes = new ArrayList<Outcome<B>>(batch.size());
    for (var outcome : batch) {
      outcomes.add(outcome.flatMap(value -> next.next()));
    }
    return List.copyOf(outcomes);
  }
}
