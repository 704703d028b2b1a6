package io.alignstream.detect.select;

import io.alignstream.schemas.line.Box;

/**
 * Something found.
 *
 * @param proposal row of the proposal it came from
 * @param label class index, from 1
 * @param score its probability
 * @param box pixels of the network's input
 */
public record Detection(int proposal, int label, float score, Box box) {}
