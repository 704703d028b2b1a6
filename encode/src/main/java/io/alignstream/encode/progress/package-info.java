/**
 * What a training tells: steps and evaluations go in, and come out as a progress bar, as JSON
 * lines, as TensorBoard event files and as a plot.
 */
@NullMarked
package io.alignstream.encode.progress;

import org.jspecify.annotations.NullMarked;
