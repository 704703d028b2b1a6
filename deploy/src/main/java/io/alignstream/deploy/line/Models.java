package io.alignstream.deploy.line;

import io.alignstream.detect.stage.Detector;
import io.alignstream.detect.stage.FeatureSource;
import io.alignstream.encode.stage.Encoder;
import io.alignstream.heads.stage.Heads;
import io.alignstream.parse.PhraseExtractor;

/**
 * What an {@code inference} node runs. All are thread-safe and shared by all partitions.
 *
 * @param detector finds regions
 * @param features regions extracted elsewhere
 * @param phrases finds the phrases of a text
 * @param encoder makes embeddings and states
 * @param heads answers tasks
 */
public record Models(
    Detector detector,
    FeatureSource features,
    PhraseExtractor phrases,
    Encoder encoder,
    Heads heads)
    implements AutoCloseable {

  /** Closes the detector and the encoder. */
  @Override
  public void close() {
    detector.close();
    encoder.close();
  }
}
