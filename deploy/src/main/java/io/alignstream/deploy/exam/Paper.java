package io.alignstream.deploy.exam;

import io.alignstream.deploy.world.Caption;
import io.alignstream.deploy.world.ExactReader;
import io.alignstream.deploy.world.Expression;
import io.alignstream.deploy.world.Expressions;
import io.alignstream.deploy.world.Hypotheses;
import io.alignstream.deploy.world.Hypothesis;
import io.alignstream.deploy.world.MaskedText;
import io.alignstream.deploy.world.MaskedTexts;
import io.alignstream.deploy.world.Question;
import io.alignstream.deploy.world.Questions;
import io.alignstream.deploy.world.Scene;
import io.alignstream.deploy.world.ScenePainter;
import io.alignstream.deploy.world.Seen;
import io.alignstream.schemas.line.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A scene with everything that is asked about it, and what is right: one event.
 *
 * @param image the scene's picture, encoded
 * @param caption fits this scene and none of the others
 * @param questions one of each type that the scene allows
 * @param hypotheses one of each label
 * @param expressions that mean different things, or the same thing by different words
 * @param masked texts whose hidden word the picture decides, each of another kind
 */
public record Paper(
    Scene scene,
    Bytes image,
    Caption caption,
    List<Question> questions,
    List<Hypothesis> hypotheses,
    List<Expression> expressions,
    List<MaskedText> masked) {
  private static final int EXPRESSIONS = 2;
  private static final int MASKED = 3;
  private static final int ATTEMPTS = 30;

  /** Copies the lists. */
  public Paper {
    questions = List.copyOf(questions);
    hypotheses = List.copyOf(hypotheses);
    expressions = List.copyOf(expressions);
    masked = List.copyOf(masked);
  }

  /** Asks about a scene. */
  static Paper of(Scene scene, Caption caption) {
    return new Paper(
        scene,
        Bytes.wrap(ScenePainter.paint(scene)),
        caption,
        Questions.of(scene).one(),
        Hypotheses.of(scene).one(),
        expressions(scene),
        masked(scene));
  }

  private static List<Expression> expressions(Scene scene) {
    var expressions = Expressions.of(scene);
    Map<String, Expression> chosen = new LinkedHashMap<>(); // by text
    for (int i = 0; i < ATTEMPTS && chosen.size() < EXPRESSIONS; i++) {
      expressions.next().ifPresent(one -> chosen.putIfAbsent(one.text(), one));
    }
    return List.copyOf(chosen.values());
  }

  /** Of the kinds in turn, so that no kind is rare. */
  private static List<MaskedText> masked(Scene scene) {
    var texts = MaskedTexts.of(scene);
    var reader = new ExactReader(Seen.all(scene));
    var kinds = new ArrayList<>(MaskedTexts.KINDS);
    Collections.rotate(kinds, Math.floorMod(-scene.number() * MASKED, kinds.size()));
    return kinds.stream()
        .flatMap(kind -> decided(texts, kind, reader).stream())
        .limit(MASKED)
        .toList();
  }

  /** Where a text leaves the kind of its word open, the picture does not decide the word. */
  private static Optional<MaskedText> decided(MaskedTexts texts, String kind, ExactReader reader) {
    return Stream.generate(() -> texts.next(kind))
        .limit(ATTEMPTS)
        .flatMap(Optional::stream)
        .filter(text -> reader.fill(text.text()).equals(List.of(text.word())))
        .findFirst();
  }

  /** Names the event. */
  public String eventId() {
    return "demo-" + scene.imageId();
  }

  /** How many answers it asks for. */
  public int tasks() {
    return questions.size() + hypotheses.size() + expressions.size() + masked.size();
  }
}
