package io.alignstream.encode.stage;

import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.EncodedPair;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import io.alignstream.schemas.line.ParsedText;
import io.alignstream.schemas.line.Regions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Not a learned model: words and tags as fixed random unit vectors (feature hashing), a text or an
 * image as their sum. A caption is near an image when they share words with its tags. It stands in
 * the line until a trained checkpoint is named.
 */
public final class HashedWordsEncoder implements Encoder {
  private static final int EMBEDDING_SIZE = 64;

  @Override
  public String modelVersion() {
    return "hashed-words-1";
  }

  @Override
  public List<Outcome<EncodedEvent>> encode(List<ParsedEvent> events) {
    return events.stream().map(event -> Outcome.accepted(encode(event))).toList();
  }

  private EncodedEvent encode(ParsedEvent event) {
    var visual = rows(visualWords(event.regions())); // [R, E]
    var captions = event.captions().stream().map(caption -> unitSum(rows(words(caption)))).toList();
    var pairs = event.taskTexts().stream().map(text -> pair(rows(words(text)), visual)).toList();
    return new EncodedEvent(event, unitSum(visual), captions, pairs, modelVersion());
  }

  private EncodedPair pair(FloatMatrix text, FloatMatrix visual) {
    var joint = new float[(text.rows() + visual.rows()) * EMBEDDING_SIZE];
    text.buffer().get(joint, 0, text.rows() * EMBEDDING_SIZE);
    visual.buffer().get(joint, text.rows() * EMBEDDING_SIZE, visual.rows() * EMBEDDING_SIZE);
    var sequence = FloatMatrix.wrap(text.rows() + visual.rows(), EMBEDDING_SIZE, joint);
    return new EncodedPair(
        Map.of(
            "sequence_output", sequence,
            "pooled_output", unitSum(sequence),
            "txt_encoder_output", text,
            "vis_encoder_output", visual),
        modelVersion());
  }

  private static List<String> words(ParsedText text) {
    var words = new ArrayList<String>();
    for (var word : text.text().toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  private static List<String> visualWords(Regions regions) {
    return regions.tags().stream().map(tag -> tag.toLowerCase(Locale.ROOT)).toList();
  }

  private static FloatMatrix rows(List<String> words) {
    var values = new float[words.size() * EMBEDDING_SIZE];
    for (int row = 0; row < words.size(); row++) {
      var random = new Random(words.get(row).hashCode());
      for (int column = 0; column < EMBEDDING_SIZE; column++) {
        values[row * EMBEDDING_SIZE + column] =
            (float) (random.nextGaussian() / Math.sqrt(EMBEDDING_SIZE));
      }
    }
    return FloatMatrix.wrap(words.size(), EMBEDDING_SIZE, values);
  }

  private static FloatMatrix unitSum(FloatMatrix rows) {
    var sum = new float[EMBEDDING_SIZE];
    double squares = 0;
    for (int column = 0; column < EMBEDDING_SIZE; column++) {
      for (int row = 0; row < rows.rows(); row++) {
        sum[column] += rows.get(row, column);
      }
      squares += sum[column] * sum[column];
    }
    float length = (float) Math.max(Math.sqrt(squares), 1e-12);
    for (int column = 0; column < EMBEDDING_SIZE; column++) {
      sum[column] /= length;
    }
    return FloatMatrix.wrap(1, EMBEDDING_SIZE, sum);
  }
}
