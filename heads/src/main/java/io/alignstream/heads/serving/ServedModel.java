package io.alignstream.heads.serving;

import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.mvptr.HeadOutput;
import io.alignstream.encode.mvptr.ImageInput;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.mvptr.MvptrModel;
import io.alignstream.encode.mvptr.PairStates;
import io.alignstream.encode.runtime.LoadRules;
import io.alignstream.encode.runtime.ModelException;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.text.ExampleBuilder;
import io.alignstream.encode.text.TokenSequence;
import io.alignstream.encode.text.Vocabulary;
import io.alignstream.encode.text.WordPieceTokenizer;
import io.alignstream.heads.task.EntailmentTask;
import io.alignstream.heads.task.MlmTask;
import io.alignstream.heads.task.MvptrTask;
import io.alignstream.heads.task.ReferringTask;
import io.alignstream.heads.task.RepresentationTask;
import io.alignstream.heads.task.RetrievalTask;
import io.alignstream.heads.task.VqaTask;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.ParsedText;
import io.alignstream.schemas.line.Regions;
import io.alignstream.schemas.line.TaskKind;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint, loaded and warmed up.
 *
 * @param version names the weights in every output
 * @param examples makes its inputs
 * @param settings how it reads texts and tags
 * @param answers makes results of its outputs
 */
record ServedModel(
    String version,
    MvptrModel model,
    ExampleBuilder examples,
    ModelSettings settings,
    Answers answers)
    implements AutoCloseable {

  static ServedModel open(ModelSettings settings, MvptrSettings all, String version) {
    var directory = settings.checkpoint();
    var config = MvptrConfig.read(directory);
    var head = head(settings, config);
    var task = head.orElseGet(() -> new RepresentationTask(config));
    var values =
        ParameterValues.load(
            Checkpoint.open(directory), task.parameters(), rules(head.isPresent()));
    var model =
        MvptrModel.open(
            config,
            values,
            (w, cross) -> {
              Map<String, HeadOutput> outputs = new LinkedHashMap<>();
              if (settings.tasks().contains(TaskKind.REPRESENTATIONS)) {
                outputs.putAll(new RepresentationTask(config).served(w, cross));
              }
              head.ifPresent(h -> outputs.putAll(h.served(w, cross)));
              return outputs;
            },
            settings.useTags(),
            all.device(),
            all.buckets());
    var vocabulary = vocabulary(settings);
    var served =
        new ServedModel(
            version,
            model,
            new ExampleBuilder(new WordPieceTokenizer(vocabulary), settings.limits()),
            settings,
            Answers.of(settings, config, vocabulary));
    served.warmUp();
    return served;
  }

  /** A text as this model reads it. */
  TokenSequence tokens(ParsedText text) {
    return examples.text(text.text(), settings.usePhrases() ? text.phraseIds() : List.of());
  }

  /** An image as this model reads it. */
  ImageInput image(Regions regions) {
    Collection<String> tags =
        settings.distinctTags() ? new LinkedHashSet<>(regions.tags()) : regions.tags();
    return new ImageInput(
        examples.tags(String.join(" ", tags)), examples.regions(regions.features()));
  }

  /** Runs every stage once: the first run of a graph optimises it. */
  private void warmUp() {
    var text = model.encodeTexts(List.of(examples.text("", List.of()))).get(0);
    var image =
        model
            .encodeImages(
                List.of(
                    new ImageInput(
                        examples.tags(""), FloatMatrix.empty(model.config().imgFeatureDim()))))
            .get(0);
    model.encodePairs(List.of(new PairStates(text, image)));
  }

  private static Optional<MvptrTask> head(ModelSettings settings, MvptrConfig config) {
    return settings.tasks().stream()
        .filter(task -> task != TaskKind.REPRESENTATIONS)
        .findFirst()
        .map(task -> head(task, settings, config));
  }

  private static MvptrTask head(TaskKind task, ModelSettings settings, MvptrConfig config) {
    return switch (task) {
      case MASKED_TOKENS -> new MlmTask(config);
      case VQA -> new VqaTask(config);
      case VISUAL_ENTAILMENT -> new EntailmentTask(config);
      case REFERRING_EXPRESSION ->
          settings.phraseLayer() < 0
              ? ReferringTask.of(config, settings.mod())
              : new ReferringTask(config, settings.mod(), settings.phraseLayer());
      case IMAGE_TEXT_MATCH -> new RetrievalTask(config);
      default -> throw new ModelException("MVPTR does not answer " + task);
    };
  }

  /** A pre-trained checkpoint has a question head beside the masked words'. */
  private static LoadRules rules(boolean hasHead) {
    return hasHead
        ? LoadRules.EXACT.ignoring("qa_head.")
        : LoadRules.EXACT.ignoring("cls.", "classifier.", "half_mlm.", "qa_head.", "logit_scale");
  }

  private static Vocabulary vocabulary(ModelSettings settings) {
    var file = settings.checkpoint().resolve("vocab.txt");
    try {
      return Vocabulary.read(file);
    } catch (IOException e) {
      throw new ModelException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
