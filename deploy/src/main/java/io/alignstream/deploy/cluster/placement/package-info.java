/**
 * Where partitions are: one stream a partition, spread over the {@code ingest} nodes, moved when a
 * node comes or goes. That two nodes may hold one partition for a moment does no harm: whoever
 * opened its publisher last has fenced the other (see {@link io.alignstream.ingest.kafka}).
 */
@NullMarked
package io.alignstream.deploy.cluster.placement;

import org.jspecify.annotations.NullMarked;
