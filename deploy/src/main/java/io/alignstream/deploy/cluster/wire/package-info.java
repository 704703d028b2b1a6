/**
 * What travels between two nodes, and how it is laid out in bytes: {@link
 * io.alignstream.deploy.cluster.wire.Events} to an inference node, {@link
 * io.alignstream.deploy.cluster.wire.Replies} back, and the few messages that open and close a link
 * between the two.
 *
 * <p>The layout is our own: variable-length integers (seven bits a byte, low bits first), text as
 * length and UTF-8, bytes as length and bytes, a list as length and items, an optional value as a
 * list of none or one. Kinds travel by name, so that a newer node's unknown kind is an error and
 * not another kind.
 */
@NullMarked
package io.alignstream.deploy.cluster.wire;

import org.jspecify.annotations.NullMarked;
