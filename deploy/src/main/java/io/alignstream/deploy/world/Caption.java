package io.alignstream.deploy.world;

import io.alignstream.schemas.line.Box;
import java.util.List;

/**
 * A caption with its meaning.
 *
 * @param claims all of them true of its scene
 * @param mentions which words mean which things: phrase grounding
 */
public record Caption(String text, List<Claim> claims, List<Mention> mentions) {

  /**
   * Words that mean things.
   *
   * @param start first character
   * @param end after the last character
   * @param boxes of the things
   */
  public record Mention(int start, int end, List<Box> boxes) {
    /** Copies the boxes. */
    public Mention {
      boxes = List.copyOf(boxes);
    }
  }

  /** Copies the lists. */
  public Caption {
    claims = List.copyOf(claims);
    mentions = List.copyOf(mentions);
  }

  /** Whether somebody who sees that scene could take it for the one that is meant. */
  public boolean couldMean(Scene scene) {
    return claims.stream().noneMatch(claim -> claim.in(scene) == Truth.FALSE);
  }
}
