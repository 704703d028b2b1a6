/**
 * The detector of the line: a directory with weights, {@code config.json} (or YAML, HOCON) and
 * {@code labelmap.json} in, regions with 2054-d features, tags and attributes out.
 */
@NullMarked
package io.alignstream.detect.vinvl;

import org.jspecify.annotations.NullMarked;
