/**
 * Benchmarks of the parts: random weights and inputs of real sizes, run beside a plain matrix
 * product so that the figures say how much of the machine they use, whatever else runs on it.
 */
@NullMarked
package io.alignstream.deploy.bench;

import org.jspecify.annotations.NullMarked;
