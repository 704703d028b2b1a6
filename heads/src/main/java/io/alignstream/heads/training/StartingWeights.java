package io.alignstream.heads.training;

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.TensorInfo;
import io.alignstream.encode.runtime.InitialValues;
import io.alignstream.encode.runtime.LoadRules;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.text.WordPieceTokenizer;
import io.alignstream.heads.data.LabelVocabulary;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a fine-tuning starts: encoders from any checkpoint, the head too where it has the same
 * shape; another task's head is left aside and a new one begun.
 */
public final class StartingWeights {
  private static final List<String> HEADS =
      List.of("classifier.", "cls.", "half_mlm.", "qa_head.", "logit_scale");
  private static final String DECODER = "cls.predictions.decoder.weight";
  private static final List<String> DECODERS = List.of(DECODER, "half_mlm.decoder.weight");
  private static final String WORDS = "bert.embeddings.word_embeddings.weight";
  private static final String BIAS = "cls.predictions.bias";
  private static final double TEMPERATURE = 0.07; // the reference's, as CLIP's

  private StartingWeights() {}

  /**
   * A checkpoint as if it had no weights whose names contain one of these parts: they begin anew.
   */
  public static Checkpoint without(Checkpoint checkpoint, List<String> nameParts) {
    var fresh =
        checkpoint.names().stream()
            .filter(name -> nameParts.stream().anyMatch(name::contains))
            .toList();
    return new Without(checkpoint, fresh);
  }

  /**
   * A head's starting values from its initialiser.
   *
   * @param deviation of normal values ({@code initializer_range})
   */
  public static ParameterValues load(
      Checkpoint stored, Parameters parameters, long seed, float deviation) {
    return load(stored, parameters, initial(seed, deviation));
  }

  /**
   * VQA's answers begin as the mean of their words in the masked-language head ({@code
   * --use_pretrain}), if the checkpoint holds that head; if it holds one for the answers already,
   * that is taken.
   */
  public static ParameterValues withAnswerWords(
      Checkpoint stored,
      Parameters parameters,
      long seed,
      float deviation,
      LabelVocabulary answers,
      WordPieceTokenizer tokenizer) {
    var initial = initial(seed, deviation);
    boolean words =
        stored.names().contains(DECODER) && stored.info(DECODER).shape().get(0) != answers.size();
    return load(
        stored,
        parameters,
        !words
            ? initial
            : (name, shape) ->
                name.equals(DECODER) || name.equals(BIAS)
                    ? means(stored, name, answers, tokenizer)
                    : initial.of(name, shape));
  }

  /**
   * The masked-language decoders begin as the words' embeddings, as BERT ties them.
   *
   * @param always also where the checkpoint holds decoders: the reference's pre-training classes
   *     copy them anew whenever they are loaded
   */
  public static ParameterValues withWordDecoders(
      Checkpoint stored, Parameters parameters, long seed, float deviation, boolean always) {
    var initial = initial(seed, deviation);
    InitialValues words =
        (name, shape) ->
            DECODERS.contains(name)
                ? stored.floats(WORDS).slice(0, size(shape))
                : initial.of(name, shape);
    return always
        ? load(new Without(stored, DECODERS), parameters, words)
        : load(stored, parameters, words);
  }

  private static int size(List<Long> shape) {
    return Math.toIntExact(shape.stream().reduce(1L, (a, b) -> a * b));
  }

  private static ParameterValues load(
      Checkpoint stored, Parameters parameters, InitialValues initial) {
    var prefixes = HEADS.toArray(String[]::new);
    var rules = LoadRules.EXACT.startingFresh(initial, prefixes).ignoring(prefixes);
    var ofOthers =
        stored.names().stream()
            .filter(
                name ->
                    HEADS.stream().anyMatch(name::startsWith)
                        && parameters.names().contains(name)
                        && !parameters.shape(name).equals(stored.info(name).shape()))
            .toList();
    return ParameterValues.load(new Without(stored, ofOthers), parameters, rules);
  }

  private static InitialValues initial(long seed, float deviation) {
    var normal = InitialValues.normal(seed, deviation, List.of("LayerNorm"));
    return (name, shape) ->
        name.equals("logit_scale")
            ? FloatBuffer.wrap(new float[] {(float) Math.log(1 / TEMPERATURE)})
            : normal.of(name, shape);
  }

  /** The mean over an answer's word pieces of the rows of a head over words. */
  private static FloatBuffer means(
      Checkpoint stored, String name, LabelVocabulary answers, WordPieceTokenizer tokenizer) {
    var words = stored.floats(name);
    int rows = Math.toIntExact(stored.info(name).shape().get(0));
    int width = words.remaining() / rows;
    var values = new float[answers.size() * width];
    for (int answer = 0; answer < answers.size(); answer++) {
      var pieces =
          tokenizer.tokenIds(answers.name(answer)).stream().filter(id -> id < rows).toList();
      for (int id : pieces) {
        for (int i = 0; i < width; i++) {
          values[answer * width + i] += words.get(id * width + i) / pieces.size();
        }
      }
    }
    return FloatBuffer.wrap(values);
  }

  /** A checkpoint with tensors out of sight. */
  private record Without(Checkpoint stored, List<String> hidden) implements Checkpoint {
    @Override
    public Path path() {
      return stored.path();
    }

    @Override
    public Set<String> names() {
      var names = new LinkedHashSet<>(stored.names());
      hidden.forEach(names::remove);
      return names;
    }

    @Override
    public TensorInfo info(String name) {
      return stored.info(name);
    }

    @Override
    public ByteBuffer bytes(String name) {
      return stored.bytes(name);
    }
  }
}
