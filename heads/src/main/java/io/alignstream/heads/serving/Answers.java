package io.alignstream.heads.serving;

import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.text.Vocabulary;
import io.alignstream.heads.task.AnswerVocabulary;
import io.alignstream.heads.task.EntailmentTask;
import io.alignstream.heads.task.MlmTask;
import io.alignstream.heads.task.ReferringTask;
import io.alignstream.heads.task.Representations;
import io.alignstream.heads.task.RetrievalTask;
import io.alignstream.heads.task.VqaTask;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.line.EncodedPair;
import io.alignstream.schemas.line.Regions;
import io.alignstream.schemas.line.TaskKind;
import java.util.List;

/**
 * What one version's numbers mean.
 *
 * @param vqa empty where the checkpoint does not answer questions
 * @param exclusive whether one answer excludes another
 * @param count how many answers or words are given
 */
record Answers(Vocabulary words, AnswerVocabulary vqa, boolean exclusive, int count) {
  static Answers of(ModelSettings settings, MvptrConfig config, Vocabulary words) {
    var vqa =
        settings.tasks().contains(TaskKind.VQA)
            ? AnswerVocabulary.read(settings.checkpoint(), config.numLabels())
            : new AnswerVocabulary(List.of());
    return new Answers(words, vqa, config.hasExclusiveClasses(), settings.answers());
  }

  /** Sets the task's result. */
  void decode(TaskKind task, EncodedPair pair, Regions regions, Answer.Builder answer) {
    switch (task) {
      case MASKED_TOKENS ->
          answer.setMaskedTokens(MlmTask.decode(pair.output("scores"), words, count));
      case VQA -> answer.setVqa(VqaTask.decode(pair.output("logits"), vqa, exclusive, count));
      case VISUAL_ENTAILMENT ->
          answer.setVisualEntailment(EntailmentTask.decode(pair.output("logits")));
      case REFERRING_EXPRESSION ->
          answer.setReferringExpression(
              ReferringTask.decode(pair.output("scores"), regions.regions()));
      case IMAGE_TEXT_MATCH ->
          answer.setImageTextMatch(RetrievalTask.decode(pair.output("logits")));
      case REPRESENTATIONS -> answer.setRepresentations(Representations.result(pair));
      default -> throw new IllegalArgumentException("MVPTR does not answer " + task);
    }
  }
}
