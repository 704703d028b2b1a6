package io.alignstream.deploy.world;

import java.util.ArrayList;
import java.util.List;

/**
 * A question with four answers to choose from.
 *
 * @param right the place of the right one
 */
public record Choice(String question, List<String> answers, int right) {
  private static final int PURPOSE = 60;
  private static final String QUESTION = "which sentence fits the picture ?";

  /** Copies the answers. */
  public Choice {
    answers = List.copyOf(answers);
  }

  /** Four sentences about a scene, one of which is true. */
  public static Choice of(Scene scene) {
    var dice = new Dice(scene.random(PURPOSE));
    var find = new Finder(scene, dice);
    var right = "there is " + find.present().indefinite();
    var answers = new ArrayList<>(List.of(right));
    while (answers.size() < 4) {
      var wrong = "there is " + find.absent().indefinite();
      if (!answers.contains(wrong)) {
        answers.add(wrong);
      }
    }
    var shuffled = dice.shuffled(answers);
    return new Choice(QUESTION, shuffled, shuffled.indexOf(right));
  }
}
