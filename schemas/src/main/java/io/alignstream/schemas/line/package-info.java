/**
 * The line's own vocabulary: what stands between two stages.
 *
 * <p>An event goes one way, {@code ingest → detect → parse → encode → heads}, as {@link
 * io.alignstream.schemas.line.Outcome} of {@link io.alignstream.schemas.line.DecodedEvent}, {@link
 * io.alignstream.schemas.line.DetectedEvent}, {@link io.alignstream.schemas.line.ParsedEvent},
 * {@link io.alignstream.schemas.line.EncodedEvent} and {@link
 * io.alignstream.schemas.line.EventOutputs}. All are immutable values.
 *
 * <p>Letters: R regions, F region-feature size, L text positions, H hidden, E embedding size.
 */
@NullMarked
package io.alignstream.schemas.line;

import org.jspecify.annotations.NullMarked;
