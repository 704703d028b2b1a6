/**
 * Region features and tags in files, as Oscar, VinVL and MVPTR read and write them: rows of
 * tab-separated values with a {@code .lineidx} beside them, sizes in {@code hw.tsv}, label maps.
 *
 * <p>Files are mapped and rows are found by number or key, so a file of many gigabytes costs its
 * index. What is written equals what the reference writes, byte by byte. Letters: R regions, F
 * region-feature size.
 */
@NullMarked
package io.alignstream.detect.tsv;

import org.jspecify.annotations.NullMarked;
