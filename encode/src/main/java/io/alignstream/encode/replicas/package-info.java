/**
 * Several processes that train one model on TensorFlow's collective runtime: each computes its
 * share of a batch's rows, and what must be known of the whole batch is summed over all of them.
 *
 * <p>{@link io.alignstream.encode.replicas.Replicas} is what a graph sees: {@code sum} and {@code
 * gather}, identities for a process {@link io.alignstream.encode.replicas.Alone}. {@link
 * io.alignstream.encode.replicas.ReplicaGroup} is a process's place in a group, {@link
 * io.alignstream.encode.replicas.LocalProcesses} starts such a group on one machine.
 */
@NullMarked
package io.alignstream.encode.replicas;

import org.jspecify.annotations.NullMarked;
