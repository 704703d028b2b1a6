/**
 * Answers events on whichever inference node has room.
 *
 * <p>An ingest node has one {@link io.alignstream.deploy.cluster.inference.InferencePool}. Its
 * partition streams give it groups of events and get their outputs; every inference node takes the
 * next group over its own link as soon as it can take more, so a slow node gets less. A link is two
 * stream references and answers in order; each partition stream keeps its own order by waiting for
 * its groups in order. What a dead node left unanswered goes to another one.
 *
 * <p>An event that was in work when a node died, or when a node's line failed, is sent alone in the
 * end, so that it takes nothing else with it, and becomes a dead letter ({@code poison}) when that
 * kills a node or a line too. On an ingest node with a line of its own that holds for the line;
 * what kills the node itself is counted in the committed offset's metadata (see {@link
 * io.alignstream.ingest.kafka}).
 */
@NullMarked
package io.alignstream.deploy.cluster.inference;

import org.jspecify.annotations.NullMarked;
