package io.alignstream.deploy.curriculum;

import io.alignstream.deploy.world.Split;
import io.alignstream.detect.vinvl.ModelDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All lessons and what each takes from earlier ones.
 *
 * @param directory of all models and what they are made from
 * @param scenes to learn from
 * @param watched scenes that trainings are measured on on the way
 * @param seed of first weights, and of the detector's order; MVPTR's orders are its recipes'
 * @param given settings of MVPTR's trainings over their recipes'
 */
public record Curriculum(
    Path directory, int scenes, int watched, long seed, Map<String, String> given) {
  private static final int SCENES_A_PARSED_ONE = 12; // phrases are learned from fewer scenes
  private static final int LEAST = 50; // texts that a phrase must appear in
  private static final double DETECTOR_EPOCHS = 6;
  private static final String MODELS = "models.conf";

  /** The lessons, in order. */
  public enum Lesson {
    /** Word pieces and phrases. */
    WORDS,
    /** Things in pictures. */
    DETECTOR,
    /** What the detector sees in all scenes. */
    REGIONS,
    /** What is said and asked about all scenes. */
    LISTS,
    /** Referring expressions: which words mean which things. */
    RE,
    /** Masked words, answers among them. */
    MLM,
    /** Questions. */
    VQA,
    /** Hypotheses. */
    VE,
    /** MVPTR's pre-training. */
    PRETRAINING,
    /** Captions and images. */
    RETRIEVAL
  }

  /** A training of MVPTR. */
  private record Training(String task, String recipe, String lists, String out, String start) {}

  private static final Map<Lesson, Training> TRAININGS =
      Map.of(
          Lesson.RE,
          new Training("re", "demo-re", "expressions", "re", "first"),
          Lesson.MLM,
          new Training("mlm", "demo-mlm", "masked", "mlm", "re/best"),
          Lesson.VQA,
          new Training("vqa", "demo-vqa", "questions", "vqa", "mlm/best"),
          Lesson.VE,
          new Training("ve", "demo-ve", "hypotheses", "ve", "mlm/best"),
          Lesson.PRETRAINING,
          new Training("pretrain", "demo-pretrain", "captions", "pretraining", "mlm/best"),
          Lesson.RETRIEVAL,
          new Training("retrieval", "demo-retrieval", "captions", "retrieval", "pretraining/best"));

  /** Copies the settings. */
  public Curriculum {
    given = Map.copyOf(given);
  }

  /** Word pieces and phrases. */
  public WordsLesson words() {
    return new WordsLesson(
        directory.resolve("words"), scenes, Math.max(1, scenes / SCENES_A_PARSED_ONE), LEAST);
  }

  /** The detector, whose scenes are fewer: it is the slowest to learn from one. */
  public DetectorLesson detector() {
    return new DetectorLesson(
        directory.resolve("detector"), scenes * 2 / 3, DETECTOR_EPOCHS, watched, seed);
  }

  /** The detector's directory once it has learned. */
  public Path trainedDetector() {
    return directory.resolve("detector").resolve("best");
  }

  /** F of the trained detector, box included. */
  public int features() {
    return ModelDirectory.open(trainedDetector()).regionFeatureSize();
  }

  /** What it sees. */
  public RegionsLesson regions() {
    return new RegionsLesson(
        directory.resolve("regions"), Map.of(Split.TRAIN, scenes, Split.VALIDATION, watched));
  }

  /** What is said. */
  public ListsLesson lists() {
    return new ListsLesson(directory.resolve("lists"), scenes, watched);
  }

  /**
   * A training of MVPTR; empty for the lessons that are none.
   *
   * @param features F of the detector
   */
  public Optional<PairsLesson> training(Lesson lesson, int features) {
    return Optional.ofNullable(TRAININGS.get(lesson)).map(training -> training(training, features));
  }

  private PairsLesson training(Training training, int features) {
    var first = directory.resolve("first");
    new FirstWeights(words(), features, seed, false).write(first);
    return new PairsLesson(
        training.task(),
        training.recipe(),
        directory.resolve("lists").resolve(training.lists()),
        regions().directory(),
        directory.resolve(training.start()),
        directory.resolve(training.out()),
        given);
  }

  /**
   * Says in {@code models.conf} how the trained models are served, once all are there, so that the
   * directory can be {@code alignstream.models}.
   *
   * @return the file; empty as long as a lesson is missing
   */
  public Optional<Path> describe() {
    var needed = List.of("detector", "re", "mlm", "vqa", "ve", "retrieval");
    if (!needed.stream().allMatch(name -> Files.exists(directory.resolve(name).resolve("best")))) {
      return Optional.empty();
    }
    var file = directory.resolve(MODELS);
    try (var description =
        Objects.requireNonNull(Curriculum.class.getResourceAsStream("/curriculum/" + MODELS))) {
      Files.copy(description, file, StandardCopyOption.REPLACE_EXISTING);
      return Optional.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  /** The lessons that train MVPTR. */
  public static List<Lesson> trainings() {
    return List.of(Lesson.values()).stream().filter(TRAININGS::containsKey).toList();
  }
}
