package io.alignstream.parse.counting;

import java.util.List;

/** Captions in a fixed order, from a position on. */
public interface CaptionSource extends AutoCloseable {
  /** Names the corpus; a count that was begun on another one is not gone on with. */
  String name();

  /** Some more captions; none if there are none at present. */
  List<String> next();

  /** Whether there will be no more. */
  boolean isAtEnd();

  /** Where the next caption is, to be given back when the source is opened again. */
  String position();

  /** How far it is, and how far it goes, in units of its own. */
  Progress progress();

  @Override
  void close();

  /** Some of all. */
  record Progress(long done, long all) {}
}
