package io.alignstream.detect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.detect.pixels.Size;
import io.alignstream.encode.runtime.DeviceSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The benchmark measures what it says; how fast that is, is no matter of tests. */
class DetectBenchTest {
  private static final DetectorConfig SHAPES =
      DetectorConfig.read(Path.of("src/test/resources/shapes.conf"));

  @Test
  void countsEveryConvolutionAndRegion() {
    var figures = DetectBench.run(SHAPES, DeviceSettings.cpu(), new Size(96, 96), 2);

    assertThat(figures.regions()).isEqualTo(20); // POST_NMS_TOP_N_TEST, all different
    double body = 48 * 48 * 16 * (3 * 25) + 24 * 24 * 24 * (16 * 9) + 144 * 32 * (24 * 9 + 32 * 9);
    double rpn = 144 * 32 * (32 * 9) + 144 * (2 + 8) * 32;
    double head = 20 * (4 * 4) * 32 * (32 * 9);
    assertThat(figures.convolutions().multiplications()).isEqualTo(body + rpn + head);
    assertThat(figures.secondsAnImage()).isPositive();
    assertThat(figures.convolutions().seconds()).isPositive();
    var text = new StringWriter();
    figures.print(new PrintWriter(text, true));
    assertThat(text.toString()).contains("20 regions", "whole / alone", "peak memory");
  }
}
