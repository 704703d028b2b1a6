package io.alignstream.deploy.world;

/**
 * A question with its only right answer.
 *
 * @param answer one word: a colour, a shape, a number in digits, {@code yes} or {@code no}
 */
public record Question(Type type, String text, String answer) {
  /** What a question is about. */
  public enum Type {
    /** What colour something has, also something that is known by where it lies. */
    COLOR,
    /** How many there are, none included. */
    COUNT,
    /** Whether there is such a thing. */
    EXISTENCE,
    /** Where things lie from each other, and what lies there. */
    RELATION,
    /** Which of two is more, or larger. */
    COMPARISON
  }
}
