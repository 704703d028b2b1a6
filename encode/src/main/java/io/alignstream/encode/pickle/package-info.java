/**
 * Reads Python pickles as data. Nothing in a pickle is ever executed: the few constructors that a
 * caller allows are plain functions of this program, every other name is refused.
 *
 * <p>What comes out: {@link java.util.Map}, {@link java.util.List}, {@link
 * io.alignstream.encode.pickle.Tuple}, {@link java.util.Set}, {@link String}, {@link Long} or
 * {@link java.math.BigInteger}, {@link Double}, {@link Boolean}, {@link java.nio.ByteBuffer} for
 * bytes, {@link io.alignstream.encode.pickle.None}, and what the constructors make.
 */
@NullMarked
package io.alignstream.encode.pickle;

import org.jspecify.annotations.NullMarked;
