package io.alignstream.deploy.bench;

import io.alignstream.parse.SceneGraphParser;
import io.alignstream.parse.corenlp.Bounds;
import io.alignstream.parse.corenlp.CoreNlpParser;
import io.alignstream.parse.graph.DependencyParser;
import io.alignstream.parse.synonyms.WordNetSenses;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The caption parser beside plain CoreNLP with the same settings and rules, caption by caption in
 * turns, so that whatever else the machine does burdens both alike. Figures are captions a second
 * of processor time of one thread; nothing is remembered between captions.
 *
 * @param captions what to parse
 * @param passes measured passes, after one to warm up
 */
public record ParseBenchmark(List<String> captions, int passes) {
  private static final double SECOND = 1e9;

  /** Captions that the benchmark brings: ten words each. */
  public static List<String> tenWords(int count) {
    return TenWords.captions(count, 1);
  }

  /** Measures and prints. */
  public void run(PrintWriter out) {
    long begin = System.nanoTime();
    long cpu = cpu();
    var fastParser = CoreNlpParser.load(Bounds.defaults());
    var senses = WordNetSenses.open();
    var fast = new SceneGraphParser(fastParser, senses);
    fast.parse("a dog");
    out.printf(
        "start-up: %.1f s, %.1f s of processor time, %d MB of heap%n",
        (System.nanoTime() - begin) / SECOND, (cpu() - cpu) / SECOND, heap() >> 20);
    var plainParser = CoreNlpParser.loadPlain(Bounds.defaults());
    var plain = new SceneGraphParser(plainParser, senses);
    long words = captions.stream().mapToLong(caption -> caption.split(" ").length).sum();
    out.printf(
        "%d captions of %.1f words, one thread%n",
        captions.size(), (double) words / captions.size());
    long different = different(fastParser, plainParser);
    out.printf("graphs that differ from plain CoreNLP's: %d%n", different);
    for (int pass = 0; pass <= passes; pass++) {
      var times = inTurns(fast, plain);
      out.printf(
          "%s plain CoreNLP %6.1f captions/s, Alignstream %6.1f captions/s, %.2f times%n",
          pass == 0 ? "warm-up:" : "pass " + pass + ": ",
          captions.size() * SECOND / times[1],
          captions.size() * SECOND / times[0],
          (double) times[1] / times[0]);
      out.flush();
    }
  }

  private long different(DependencyParser fast, DependencyParser plain) {
    return captions.stream()
        .filter(caption -> !fast.parse(caption).equals(plain.parse(caption)))
        .count();
  }

  private long[] inTurns(SceneGraphParser fast, SceneGraphParser plain) {
    var times = new long[2];
    for (var caption : captions) {
      long begin = cpu();
      var found = fast.parse(caption).phrases();
      long middle = cpu();
      var expected = plain.parse(caption).phrases();
      times[1] += cpu() - middle;
      times[0] += middle - begin;
      if (!found.equals(expected)) {
        throw new IllegalStateException(
            "the parsers disagree on '%s': %s, %s".formatted(caption, found, expected));
      }
    }
    return times;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long heap() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
