package io.alignstream.deploy.cluster.inference;

/**
 * How a pool stands.
 *
 * @param nodes inference nodes that take work, this one among them
 * @param waiting groups that no node has
 * @param inWork groups that a node has
 */
public record PoolState(int nodes, int waiting, int inWork) {}
