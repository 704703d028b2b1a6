/**
 * One node: its streams, restarted when they fail and drained when it stops, its models, threads
 * and endpoints. {@code Partitions} says which partitions it works on.
 */
@NullMarked
package io.alignstream.deploy.node;

import org.jspecify.annotations.NullMarked;
