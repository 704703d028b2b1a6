/**
 * The exact retrieval index in memory: index entries in, the nearest images or captions out.
 *
 * <p>It is fed with the records of the compacted index topic in their order: {@link
 * io.alignstream.heads.index.RetrievalIndex#put} for a value, {@link
 * io.alignstream.heads.index.RetrievalIndex#delete} for a null value. Vectors are packed row by row
 * in float arrays, and every search reads all of them, so that what it finds is what is nearest.
 *
 * <p>Letters: E embedding size, N rows.
 */
@NullMarked
package io.alignstream.heads.index;

import org.jspecify.annotations.NullMarked;
