/**
 * A node as a member of a cluster: its settings, its roles, how it joins and leaves, and the clock
 * that ends it when it was away too long.
 *
 * <p>{@code ingest} nodes hold Kafka partitions ({@link io.alignstream.deploy.cluster.placement}),
 * {@code inference} nodes answer their events ({@link io.alignstream.deploy.cluster.inference}).
 * Heartbeats and gossip run on dispatchers of their own, on which nothing of ours runs.
 */
@NullMarked
package io.alignstream.deploy.cluster;

import org.jspecify.annotations.NullMarked;
