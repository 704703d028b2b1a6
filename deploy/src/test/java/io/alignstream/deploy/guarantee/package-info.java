/**
 * What a reader of the outputs can rely on, as objects: a {@code Ledger} notes what was sent,
 * {@code OutputTopics} reads what came, and {@code ExactlyOnce} or {@code AtLeastOnce} compares the
 * two.
 */
@NullMarked
package io.alignstream.deploy.guarantee;

import org.jspecify.annotations.NullMarked;
