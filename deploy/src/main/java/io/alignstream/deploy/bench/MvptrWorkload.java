package io.alignstream.deploy.bench;

import io.alignstream.encode.bert.Activation;
import io.alignstream.encode.bert.BertConfig;
import io.alignstream.encode.mvptr.ImageInput;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.runtime.InitialValues;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.text.TokenSequence;
import io.alignstream.heads.task.RetrievalTask;
import io.alignstream.schemas.line.FloatMatrix;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** MVPTR-base with random weights, and inputs of COCO retrieval's sizes. */
final class MvptrWorkload {
  static final int TEXT = 55; // 50 words and 5 phrases
  static final int TAGS = 30;
  static final int REGIONS = 50;
  static final int VOCABULARY = 86_051; // words and phrases of the reference
  static final int WORDS = 30_522;
  static final int FEATURES = 2054;

  private final Random random = new Random(17);

  /**
   * Hyperparameters.
   *
   * @param layers of each encoder; 6 is the base model
   */
  static MvptrConfig config(int layers) {
    var bert =
        new BertConfig(
            VOCABULARY,
            768,
            2 * layers,
            12,
            3072,
            Activation.GELU,
            0.1f,
            0.1f,
            512,
            2,
            1e-12f,
            0.02f);
    return new MvptrConfig(
        bert,
        layers,
        layers,
        FEATURES,
        true,
        1e-12f,
        WORDS,
        2,
        MvptrConfig.Classifier.LINEAR,
        2,
        0,
        2,
        "");
  }

  /** Random weights; a table of noise, cut at places that depend on the name, is noise enough. */
  static ParameterValues weights(MvptrConfig config) {
    var noise = new float[1 << 20];
    var random = new Random(5);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian() * 0.02f;
    }
    InitialValues values =
        (name, shape) -> {
          int size = (int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
          var filled = new float[size];
          int from = Math.floorMod(name.hashCode(), 1 << 16);
          for (int at = 0; at < size; at += noise.length - from) {
            System.arraycopy(noise, from, filled, at, Math.min(noise.length - from, size - at));
          }
          if (name.endsWith("LayerNorm.weight")) {
            for (int i = 0; i < size; i++) {
              filled[i] += 1;
            }
          }
          return FloatBuffer.wrap(filled);
        };
    return ParameterValues.initial(new RetrievalTask(config).parameters(), values);
  }

  /** Texts as the reference pads them: all of full length. */
  List<TokenSequence> fullTexts(int count) {
    var texts = new ArrayList<TokenSequence>();
    for (int i = 0; i < count; i++) {
      texts.add(tokens(TEXT, 0));
    }
    return texts;
  }

  /** A text of {@code [CLS]} and {@code [SEP]} alone. */
  List<TokenSequence> shortestText() {
    return List.of(tokens(2, 0));
  }

  /** Images as the reference pads them. */
  List<ImageInput> fullImages(int count) {
    var images = new ArrayList<ImageInput>();
    for (int i = 0; i < count; i++) {
      images.add(new ImageInput(tokens(TAGS, 1), features(REGIONS)));
    }
    return images;
  }

  /** Captions as COCO's: about 12 word pieces and 2 to 5 phrases. */
  List<TokenSequence> realTexts(int count) {
    var texts = new ArrayList<TokenSequence>();
    for (int i = 0; i < count; i++) {
      int words = (int) Math.max(7, Math.min(48, Math.round(12 + 2.5 * random.nextGaussian())));
      texts.add(tokens(2 + words + 2 + random.nextInt(4), 0));
    }
    return texts;
  }

  /** Images with 10 to 50 regions and 3 to 12 word pieces of tags. */
  List<ImageInput> realImages(int count) {
    var images = new ArrayList<ImageInput>();
    for (int i = 0; i < count; i++) {
      images.add(
          new ImageInput(tokens(2 + 3 + random.nextInt(10), 1), features(10 + random.nextInt(41))));
    }
    return images;
  }

  private TokenSequence tokens(int length, int type) {
    var ids = new ArrayList<Integer>(length);
    for (int i = 0; i < length; i++) {
      ids.add(1000 + random.nextInt(WORDS - 1000));
    }
    return new TokenSequence(ids, Collections.nCopies(length, type), length, length);
  }

  private FloatMatrix features(int regions) {
    var values = new float[regions * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return FloatMatrix.wrap(regions, FEATURES, values);
  }
}
