/**
 * Small models with random weights, written as files: every component of the line is a real one,
 * only what it says means nothing.
 */
@NullMarked
package io.alignstream.deploy.tiny;

import org.jspecify.annotations.NullMarked;
