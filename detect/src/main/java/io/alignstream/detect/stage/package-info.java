/**
 * The {@code detect} stage of the line: decoded events in, events with regions out.
 *
 * <p>Pixels go to a {@link io.alignstream.detect.stage.Detector} in micro-batches; events that name
 * features extracted elsewhere take them from a {@link io.alignstream.detect.stage.FeatureSource}.
 */
@NullMarked
package io.alignstream.detect.stage;

import org.jspecify.annotations.NullMarked;
