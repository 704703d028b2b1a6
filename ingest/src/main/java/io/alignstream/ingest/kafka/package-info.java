/**
 * Kafka at both ends of the line.
 *
 * <p>One stream a partition: a {@link io.alignstream.ingest.kafka.Publisher} is opened first and
 * says where to start, the records run through the line, and every record leaves it as one {@link
 * io.alignstream.ingest.kafka.Publication}: its outputs or its dead letter. Publications are
 * written in groups, together with the offset after them. {@link
 * io.alignstream.ingest.kafka.EventLimits} derives every byte limit from one setting.
 */
@NullMarked
package io.alignstream.ingest.kafka;

import org.jspecify.annotations.NullMarked;
