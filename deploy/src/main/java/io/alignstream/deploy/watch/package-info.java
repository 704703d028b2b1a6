/**
 * How an operator sees a node: metrics for Prometheus, whether it is alive and ready.
 *
 * <p>Names begin with {@code alignstream_}; {@code stage} is {@code fetch}, {@code decode}, {@code
 * detect}, {@code parse}, {@code encode} or {@code heads}.
 */
@NullMarked
package io.alignstream.deploy.watch;

import org.jspecify.annotations.NullMarked;
