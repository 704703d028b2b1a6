package io.alignstream.deploy.curriculum;

import io.alignstream.deploy.world.Captions;
import io.alignstream.deploy.world.Expression;
import io.alignstream.deploy.world.Expressions;
import io.alignstream.deploy.world.Hypotheses;
import io.alignstream.deploy.world.Hypothesis;
import io.alignstream.deploy.world.MaskedTexts;
import io.alignstream.deploy.world.Question;
import io.alignstream.deploy.world.Questions;
import io.alignstream.deploy.world.Scene;
import java.util.List;
import java.util.stream.Stream;

/** Everything that is said or asked about a scene: what a vocabulary has to know. */
final class SceneTexts {
  private static final int CAPTIONS = 3;

  private SceneTexts() {}

  static List<String> of(Scene scene) {
    var captions = Captions.of(scene);
    return Stream.of(
            Stream.generate(() -> captions.next().text()).limit(CAPTIONS),
            Questions.of(scene).one().stream().map(Question::text),
            Hypotheses.of(scene).one().stream().map(Hypothesis::text),
            Expressions.of(scene).next().stream().map(Expression::text),
            Stream.of(MaskedTexts.of(scene).next().whole()))
        .flatMap(texts -> texts)
        .toList();
  }
}
