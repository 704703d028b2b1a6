package io.alignstream.deploy.world;

import java.util.ArrayList;
import java.util.List;

/** A text in the making, with what it claims and which words mean which things. */
final class Wording {
  private static final List<String> NUMBERS =
      List.of("no", "one", "two", "three", "four", "five", "six");

  private final StringBuilder text = new StringBuilder();
  private final List<Claim> claims = new ArrayList<>();
  private final List<Caption.Mention> mentions = new ArrayList<>();
  private final Scene scene;

  Wording(Scene scene) {
    this.scene = scene;
  }

  /** {@code two}. */
  static String number(int count) {
    return NUMBERS.get(count);
  }

  /** Whether it is such a word. */
  static boolean isNumber(String word) {
    return NUMBERS.contains(word);
  }

  /** 2 for {@code two}; -1 for any other word. */
  static int number(String word) {
    return NUMBERS.indexOf(word);
  }

  Wording say(String words) {
    text.append(words);
    return this;
  }

  Wording claim(Claim claim) {
    claims.add(claim);
    return this;
  }

  /** {@code a red circle}, meaning these things. */
  Wording mention(String words, List<Thing> things) {
    int start = text.length();
    text.append(words);
    mentions.add(
        new Caption.Mention(start, text.length(), things.stream().map(Thing::box).toList()));
    return this;
  }

  /** Things of a kind, with their number: {@code a red circle}, {@code two red circles}. */
  Wording group(Description what) {
    var things = what.in(scene);
    if (things.size() == 1) {
      claim(new Claim.Exists(what));
      return mention(what.indefinite(), things);
    }
    claim(new Claim.Counted(what, things.size()));
    return mention(number(things.size()) + " " + what.plural(), things);
  }

  Caption caption() {
    return new Caption(text.toString(), claims, mentions);
  }
}
