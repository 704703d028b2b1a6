package io.alignstream.deploy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How long events were in each stage, from a node's own {@code alignstream_stage_seconds}.
 *
 * @param sums seconds of all events, by stage
 * @param counts events, by stage
 */
record StageStays(Map<String, Double> sums, Map<String, Double> counts) {
  private static final Pattern LINE =
      Pattern.compile("alignstream_stage_seconds_(sum|count)\\{stage=\"(\\w+)\"\\} (\\S+)");

  /** What {@code /metrics} says now. */
  static StageStays of(InetSocketAddress http) throws InterruptedException {
    var address = "http://%s:%d/metrics".formatted(http.getHostString(), http.getPort());
    try {
      var client = HttpClient.newHttpClient();
      var request = HttpRequest.newBuilder(URI.create(address)).build();
      return read(client.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(address + " does not answer", e);
    }
  }

  static StageStays read(String metrics) {
    var sums = new LinkedHashMap<String, Double>();
    var counts = new LinkedHashMap<String, Double>();
    for (var line = LINE.matcher(metrics); line.find(); ) {
      (line.group(1).equals("sum") ? sums : counts)
          .put(line.group(2), Double.parseDouble(line.group(3)));
    }
    return new StageStays(sums, counts);
  }

  /** Mean seconds of an event in a stage since then, waiting for its batch included. */
  double meanSince(StageStays before, String stage) {
    double events = counts.getOrDefault(stage, 0.0) - before.counts.getOrDefault(stage, 0.0);
    double seconds = sums.getOrDefault(stage, 0.0) - before.sums.getOrDefault(stage, 0.0);
    return events == 0 ? 0 : seconds / events;
  }
}
