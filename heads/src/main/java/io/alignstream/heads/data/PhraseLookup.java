package io.alignstream.heads.data;

import io.alignstream.schemas.line.Phrase;
import java.util.List;

/** The phrase vocabulary ({@code id2phrase}) as a function. */
@FunctionalInterface
public interface PhraseLookup {
  /** Ids of those phrases that are known, in order, repetitions kept. */
  List<Integer> ids(List<Phrase> phrases);
}
