package io.alignstream.deploy.cluster.inference;

import io.alignstream.deploy.cluster.wire.Reply;
import io.alignstream.ingest.fetch.FetchedEvent;
import io.alignstream.ingest.kafka.Output;
import io.alignstream.schemas.line.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A group of events and what is known about them. Only the pool changes it, once it was submitted.
 */
final class Job {
  private final List<FetchedEvent> events;
  private final int deaths;
  private final List<Outcome<List<Output>>> outcomes;
  private final List<Output> part = new ArrayList<>();
  private final CompletableFuture<List<Outcome<List<Output>>>> done = new CompletableFuture<>();

  /**
   * Events that nothing is known about.
   *
   * @param deaths how often a node, or its line, died while it had one of these events in work
   */
  Job(List<FetchedEvent> events, int deaths) {
    this.events = List.copyOf(events);
    this.deaths = deaths;
    this.outcomes = new ArrayList<>(events.size());
  }

  /** Those without an outcome, in order. */
  List<FetchedEvent> unanswered() {
    return events.subList(outcomes.size(), events.size());
  }

  int deaths() {
    return deaths;
  }

  boolean answered() {
    return outcomes.size() == events.size();
  }

  /** One outcome an event, in order. */
  CompletionStage<List<Outcome<List<Output>>>> done() {
    return done;
  }

  /** Takes the next reply; completes with the last one. */
  void take(Reply reply) {
    reply.fold(
        outputs -> {
          part.addAll(outputs.outputs());
          return outputs.last() && take(Outcome.accepted(parts()));
        },
        refused -> take(Outcome.rejected(refused.reason())),
        removed -> take(Outcome.deleted(removed.imageId())),
        failed -> {
          throw new IllegalStateException("no event's answer: " + failed);
        });
  }

  /** Takes the outcome of the next event; completes with the last one. */
  boolean take(Outcome<List<Output>> outcome) {
    outcomes.add(outcome);
    return answered() && done.complete(List.copyOf(outcomes));
  }

  /**
   * Splits what is unanswered into jobs that have died once more, and follows them.
   *
   * @param each whether every event becomes a job of its own
   */
  List<Job> afterDeath(boolean each) {
    var rest = unanswered();
    var jobs = new ArrayList<Job>();
    if (each) {
      rest.forEach(event -> jobs.add(new Job(List.of(event), deaths + 1)));
    } else {
      jobs.add(new Job(rest, deaths + 1));
    }
    follow(jobs);
    return jobs;
  }

  /** What is unanswered as a new job that knows of no further death. */
  Job again() {
    var rest = new Job(unanswered(), deaths);
    follow(List.of(rest));
    return rest;
  }

  private List<Output> parts() {
    var whole = List.copyOf(part);
    part.clear();
    return whole;
  }

  private void follow(List<Job> jobs) {
    CompletionStage<List<Outcome<List<Output>>>> all =
        CompletableFuture.completedFuture(List.copyOf(outcomes));
    for (var job : jobs) {
      all =
          all.thenCombine(
              job.done(),
              (before, more) -> {
                var joined = new ArrayList<>(before);
                joined.addAll(more);
                return joined;
              });
    }
    all.thenAccept(done::complete);
  }
}
