package io.alignstream.deploy.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.alignstream.deploy.kafka.EmbeddedKafka;
import io.alignstream.deploy.line.Models;
import io.alignstream.deploy.node.Node;
import io.alignstream.deploy.topics.TopicSetup;
import io.alignstream.ingest.kafka.EventLimits;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.schemas.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * The whole line with its models over scenes of the demo's world: a broker and one node in this
 * process, events in, index entries and answers out. It measures the peak rate, what the processors
 * did meanwhile, and how long an event takes at half of that rate.
 *
 * @param config all settings
 * @param models loads what the node runs
 * @param plan how much
 * @param progress is told how far it is
 * @param out where the table goes
 */
public record WorldBench(
    Config config, Supplier<Models> models, Plan plan, Progress progress, PrintWriter out) {
  private static final List<String> STAGES =
      List.of("fetch", "decode", "detect", "parse", "encode", "heads");
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /**
   * How much.
   *
   * @param events sent at once
   * @param pacedEvents sent one by one, at half of the rate
   * @param warmUp sent before, which do not count
   * @param seed which of the test scenes
   * @param partitions of the event topic
   */
  public record Plan(int events, int pacedEvents, int warmUp, long seed, int partitions) {
    /** Refuses what cannot run. */
    public Plan {
      if (events < 1 || pacedEvents < 1 || warmUp < 1 || partitions < 1) {
        throw new IllegalArgumentException(
            "events, those at half of the rate, those before, and partitions: at least 1");
      }
    }
  }

  /** Is told how far a part is. */
  @FunctionalInterface
  public interface Progress {
    /** So many of a part's events are through. */
    void show(String part, int done, int all);
  }

  /** The events of one workload's three parts. */
  private record Loads(
      Workload workload, Workload.Load warmUp, Workload.Load peak, Workload.Load paced) {}

  /** A running node, and what watches it. */
  private record Watched(Node node, Passing passing, ProcessorTimes processor, ModelTimes models) {}

  /**
   * Measures and prints a table.
   *
   * @throws IllegalStateException if an event is refused, or nothing comes out any more
   */
  public void run() throws InterruptedException {
    new WorldTable(figures(), out).print();
  }

  /** A column a workload. */
  List<WorldFigures> figures() throws InterruptedException {
    var loads = loads(Topics.from(config.getConfig("alignstream.schemas.topics")).events());
    var limits = EventLimits.from(config.getConfig("alignstream"));
    var broker = new Crew("broker");
    try (var kafka = broker.call(() -> EmbeddedKafka.inTemporaryDirectory(limits))) {
      return figures(loads, settings(kafka), broker);
    }
  }

  private List<WorldFigures> figures(List<Loads> loads, Config settings, Crew broker)
      throws InterruptedException {
    var alignstream = settings.getConfig("alignstream");
    var kafka = KafkaSettings.from(alignstream);
    var topics = Topics.from(alignstream.getConfig("schemas.topics"));
    TopicSetup.create(
        kafka, TopicSetup.plan(topics, kafka.limits(), plan.partitions(), Optional.of((short) 1)));
    var crew = new Crew("node");
    var times = new ModelTimes();
    var processor = new ProcessorTimes(broker, crew);
    var node = crew.call(() -> Node.start(settings, () -> times.of(models.get())));
    try {
      while (!node.notReady().isEmpty()) {
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
      var passing = new Passing(kafka, topics, processor::sample);
      var watched = new Watched(node, passing, processor, times);
      var columns = new ArrayList<WorldFigures>();
      for (var load : loads) {
        columns.add(measure(load, watched));
      }
      return columns;
    } finally {
      node.stop().toCompletableFuture().join(); // while it still has its broker
    }
  }

  /** Each part has scenes of its own, so that nothing is known already. */
  private List<Loads> loads(String topic) {
    var loads = new ArrayList<Loads>();
    long seed = plan.seed();
    for (var workload : Workload.values()) {
      loads.add(
          new Loads(
              workload,
              workload.load(seed++, plan.warmUp(), topic),
              workload.load(seed++, plan.events(), topic),
              workload.load(seed++, plan.pacedEvents(), topic)));
    }
    return loads;
  }

  private WorldFigures measure(Loads loads, Watched watched) throws InterruptedException {
    var words = loads.workload().words();
    var passing = watched.passing();
    passing.atOnce(loads.warmUp(), part("warm-up, " + words, loads.warmUp()));

    var spent = watched.processor().sample();
    var worked = watched.models().now();
    var peak = passing.atOnce(loads.peak(), part("at once, " + words, loads.peak()));
    var processor = watched.processor().sample().minus(spent);
    var models = watched.models().now().minus(worked);

    double perSecond = loads.peak().events() / peak.wall() / 2;
    var before = StageStays.of(watched.node().http());
    var paced = passing.paced(loads.paced(), perSecond, part("half, " + words, loads.paced()));
    var after = StageStays.of(watched.node().http());
    var stays = new LinkedHashMap<String, Double>();
    STAGES.forEach(stage -> stays.put(stage, after.meanSince(before, stage)));
    return new WorldFigures(
        loads.workload(), loads.peak(), peak, processor, models, perSecond, paced, stays);
  }

  private IntConsumer part(String name, Workload.Load load) {
    return done -> progress.show(name, done, load.events());
  }

  /** Our broker, and a free port for HTTP. */
  private Config settings(EmbeddedKafka kafka) {
    return config
        .withValue(
            "alignstream.kafka.bootstrap.servers",
            ConfigValueFactory.fromAnyRef(kafka.bootstrapServers()))
        .withValue("alignstream.http.port", ConfigValueFactory.fromAnyRef(0));
  }
}
