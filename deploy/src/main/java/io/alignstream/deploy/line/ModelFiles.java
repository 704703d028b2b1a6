package io.alignstream.deploy.line;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.alignstream.detect.vinvl.DetectSettings;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.heads.serving.ModelSettings;
import io.alignstream.heads.serving.MvptrLine;
import io.alignstream.heads.serving.MvptrSettings;
import io.alignstream.parse.ParseSettings;
import io.alignstream.parse.ScenePhraseExtractor;
import io.alignstream.schemas.line.TaskKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Which files the line's models come from. Whoever names a detector (or features) or checkpoints in
 * the settings gets them; what is not named comes from the directory {@code alignstream.models}.
 * The phrase vocabulary comes from where the checkpoints do, for it belongs to them.
 *
 * @param detect the detector, or features extracted elsewhere
 * @param parse the phrase vocabulary
 * @param mvptr the checkpoints and their tasks; at least one
 */
public record ModelFiles(DetectSettings detect, ParseSettings parse, MvptrSettings mvptr) {

  /** Refuses files that are not there, and checkpoints that read other regions than are found. */
  public ModelFiles {
    detect.model().ifPresent(model -> requireDirectory("alignstream.detect.model", model));
    parse.vocabulary().ifPresent(ModelFiles::requireVocabulary);
    for (var model : mvptr.models()) {
      requireDirectory("alignstream.mvptr.models", model.checkpoint());
    }
    detect.model().ifPresent(model -> requireOneSize(model, mvptr));
  }

  /**
   * Reads {@code models}, {@code detect}, {@code parse} and {@code mvptr} of the section {@code
   * alignstream}; loads nothing yet.
   *
   * @param config all settings, resolved
   * @throws ConfigException in one line, if no models are named, or a directory, file or key is
   *     missing or wrong
   */
  public static ModelFiles from(Config config) {
    var alignstream = completed(config.getConfig("alignstream"));
    return new ModelFiles(
        DetectSettings.from(alignstream.getConfig("detect")),
        ParseSettings.from(alignstream.getConfig("parse")),
        MvptrSettings.from(alignstream.getConfig("mvptr")));
  }

  /**
   * The directory in which a checkpoint lies, if its {@code models.conf} says how to serve it. It
   * is what {@code alignstream.models} has to be to use the checkpoint as it was trained.
   */
  public static Optional<Path> home(Path checkpoint) {
    return Optional.ofNullable(checkpoint.toAbsolutePath().normalize().getParent())
        .filter(directory -> Files.isReadable(directory.resolve(ModelDirectory.FILE)))
        .filter(directory -> ModelDirectory.open(directory).describes(checkpoint));
  }

  private static Config completed(Config alignstream) {
    boolean sees = isNamed(alignstream, "detect.model") || isNamed(alignstream, "detect.features");
    boolean reads = !alignstream.getList("mvptr.models").isEmpty();
    if (sees && reads) {
      return alignstream;
    }
    if (!isNamed(alignstream, "models")) {
      throw new ConfigException.Generic(
          "no %s: set alignstream.models to a directory with models.conf (the distribution's deploy/models), or %s"
              .formatted(
                  sees ? "checkpoints are named" : "models are named",
                  sees
                      ? "alignstream.mvptr.models"
                      : "alignstream.detect.model and .mvptr.models"));
    }
    var directory = ModelDirectory.open(Path.of(alignstream.getString("models")));
    var seeing = sees ? alignstream : directory.withDetector(alignstream);
    return reads ? seeing : directory.withCheckpoints(seeing);
  }

  private static boolean isNamed(Config alignstream, String key) {
    return !alignstream.getString(key).isBlank();
  }

  private static void requireDirectory(String key, Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new ConfigException.Generic(
          "%s: %s is no directory; correct the setting (or the models.conf that it comes from), or train a model there"
              .formatted(key, directory));
    }
  }

  private static void requireVocabulary(Path file) {
    if (!Files.isReadable(file)) {
      throw new ConfigException.Generic(
          "alignstream.parse.vocabulary: there is no readable %s; correct the setting (or the models.conf that it comes from), or leave it empty"
              .formatted(file));
    }
  }

  private static void requireOneSize(Path detector, MvptrSettings mvptr) {
    int found = io.alignstream.detect.vinvl.ModelDirectory.open(detector).regionFeatureSize();
    for (var model : mvptr.models()) {
      int read = MvptrConfig.read(model.checkpoint()).imgFeatureDim();
      if (read != found) {
        throw new ConfigException.Generic(
            "%s reads %d numbers a region (img_feature_dim), the detector %s finds %d: set alignstream.detect.model (or .features) to the detector that it was trained with"
                .formatted(model.checkpoint(), read, detector, found));
      }
    }
  }

  /** Which checkpoint answers a task; empty for none. */
  public Optional<ModelSettings> answering(TaskKind task) {
    return mvptr.models().stream().filter(model -> model.tasks().contains(task)).findFirst();
  }

  /** The same with the checkpoints of some tasks only, which is quicker to open. */
  public ModelFiles only(Set<TaskKind> tasks) {
    var some =
        mvptr.models().stream()
            .filter(model -> model.tasks().stream().anyMatch(tasks::contains))
            .toList();
    return with(some);
  }

  /** The same with one checkpoint only. */
  public ModelFiles only(ModelSettings model) {
    return with(List.of(model));
  }

  /** The same, with so many answers or words in a result. */
  public ModelFiles giving(int answers) {
    return with(mvptr.models().stream().map(model -> model.giving(answers)).toList());
  }

  private ModelFiles with(List<ModelSettings> models) {
    return new ModelFiles(
        detect, parse, new MvptrSettings(models, mvptr.device(), mvptr.buckets()));
  }

  /** The same, with detections kept in a directory unless the settings name one. */
  public ModelFiles cachingIn(Path directory) {
    return new ModelFiles(detect.cachingIn(directory), parse, mvptr);
  }

  /**
   * Loads them all; takes some seconds. Close what comes back.
   *
   * @throws RuntimeException in one line, if a file holds something else than it should
   */
  public Models open() {
    // The grammar takes as long as the networks, and one processor each.
    var phrases = CompletableFuture.supplyAsync(() -> ScenePhraseExtractor.load(parse));
    var detector = detect.detector();
    var encoder = new MvptrLine(mvptr);
    return new Models(detector, detect.featureSource(), joined(phrases), encoder, encoder);
  }

  private static <T> T joined(CompletableFuture<T> loaded) {
    try {
      return loaded.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
