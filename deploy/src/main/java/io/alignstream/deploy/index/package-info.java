/**
 * What a {@code query} node does: the compacted index topic in, a {@link
 * io.alignstream.heads.index.RetrievalIndex} that mirrors it, and questions about it over HTTP.
 *
 * <p>The topic is the only store. A node reads it from the beginning when it starts and follows it
 * from there; two query nodes need to know nothing of each other.
 */
@NullMarked
package io.alignstream.deploy.index;

import org.jspecify.annotations.NullMarked;
