package io.alignstream.deploy.line;

import io.alignstream.detect.stage.ColourGridDetector;
import io.alignstream.detect.stage.Detector;
import io.alignstream.detect.stage.FeatureSource;
import io.alignstream.encode.stage.Encoder;
import io.alignstream.encode.stage.HashedWordsEncoder;
import io.alignstream.heads.serving.MvptrLine;
import io.alignstream.heads.stage.Heads;
import io.alignstream.heads.stage.TagOverlapHeads;
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

  /** Models that were not learned: colours as tags, words as vectors, overlap as answers. */
  public static Models unlearned(PhraseExtractor phrases) {
    return new Models(
        new ColourGridDetector(),
        FeatureSource.none(),
        phrases,
        new HashedWordsEncoder(),
        new TagOverlapHeads());
  }

  /** The same, with MVPTR's checkpoints as encoder and heads. */
  public Models with(MvptrLine mvptr) {
    return new Models(detector, features, phrases, mvptr, mvptr);
  }

  /** The same, with another detector and other regions extracted elsewhere. */
  public Models seeing(Detector other, FeatureSource source) {
    return new Models(other, source, phrases, encoder, heads);
  }

  /** Closes the detector and the encoder. */
  @Override
  public void close() {
    detector.close();
    encoder.close();
  }
}
