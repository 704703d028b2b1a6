/**
 * The straight line: a Kafka record in, the records that leave it out, one {@code .via} a stage.
 *
 * <p>It comes in two halves, cut where nodes part: {@code fetched} runs where the partition is
 * held, {@code answered} where the models are. Joined in one JVM or across two, every record leaves
 * the line as exactly one outcome, in order.
 */
@NullMarked
package io.alignstream.deploy.line;

import org.jspecify.annotations.NullMarked;
