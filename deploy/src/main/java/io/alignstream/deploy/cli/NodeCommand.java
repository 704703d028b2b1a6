package io.alignstream.deploy.cli;

import com.typesafe.config.Config;
import io.alignstream.deploy.line.Models;
import io.alignstream.deploy.node.Node;
import io.alignstream.detect.stage.ColourGridDetector;
import io.alignstream.detect.vinvl.DetectSettings;
import io.alignstream.heads.serving.MvptrLine;
import io.alignstream.heads.serving.MvptrSettings;
import io.alignstream.parse.ParseSettings;
import io.alignstream.parse.ScenePhraseExtractor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code alignstream node}. */
@Command(
    name = "node",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a node with all roles, or those in cluster.roles: reads image-caption events, writes"
          + " index entries, answers and dead letters, until SIGTERM; then it finishes what is in"
          + " flight, commits and ends. Status 75: the cluster went on without it; start it again.",
      "",
      "It answers GET /metrics (Prometheus), /alive and /ready at alignstream.http.host and .port"
          + " (default: http://127.0.0.1:8080)."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream topics create -b broker:9092",
      "  alignstream node -b broker:9092",
      "  alignstream node -c production.conf -D node.delivery=at-least-once",
      "  alignstream node -D cluster.port=25520 -D cluster.seed-nodes.0=127.0.0.1:25520"
          + " -D cluster.roles.0=ingest",
      "  ALIGNSTREAM_LOG_FORMAT=json alignstream node"
    })
final class NodeCommand implements Callable<Integer> {
  @Mixin private Installation installation = new Installation();

  @Override
  public Integer call() throws InterruptedException {
    var config = installation.config();
    var parse = ParseSettings.from(config.getConfig("alignstream.parse"));
    var detect = DetectSettings.from(config.getConfig("alignstream.detect"));
    return Node.start(config, () -> models(config, parse, detect))
        .ended()
        .toCompletableFuture()
        .join();
  }

  /** Checkpoints where the settings name some, stand-ins that were not learned elsewhere. */
  private static Models models(Config config, ParseSettings parse, DetectSettings detect) {
    var models =
        Models.unlearned(ScenePhraseExtractor.load(parse))
            .seeing(detect.detector(new ColourGridDetector()), detect.featureSource());
    var mvptr = MvptrSettings.from(config.getConfig("alignstream.mvptr"));
    return mvptr.models().isEmpty() ? models : models.with(new MvptrLine(mvptr));
  }
}
