/**
 * A detector's hyperparameters: read from the reference's YAML, from HOCON or from a {@code
 * config.json} beside the weights, over the values of VinVL's X152-C4 model.
 */
@NullMarked
package io.alignstream.detect.config;

import org.jspecify.annotations.NullMarked;
