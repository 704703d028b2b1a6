/**
 * From a corpus to a phrase vocabulary: captions in, an {@code id2phrase} file out.
 *
 * <p>{@link io.alignstream.parse.counting.PhraseCounts} counts in how many captions each phrase
 * appears, exactly and in bounded memory: a full table is sorted and spilled to a file, and the
 * files are merged in the end. Files and the position in the corpus are recorded together, so that
 * whoever is killed goes on from there and counts nothing twice.
 */
@NullMarked
package io.alignstream.parse.counting;

import org.jspecify.annotations.NullMarked;
