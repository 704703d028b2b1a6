/**
 * MVPTR (Li et al., ACM MM 2022): two uni-modal encoders and a cross-modal one over shared
 * embeddings.
 *
 * <p>{@link io.alignstream.encode.mvptr.Mvptr} is the network as functions, {@link
 * io.alignstream.encode.mvptr.MvptrConfig} its hyperparameters. Texts and images go in as token ids
 * and region features; states, pooled vectors and unit-length embeddings come out. Heads add their
 * own outputs behind it.
 *
 * <p>Letters: B batch, La text positions, Lb tag positions, R regions, L positions, H hidden, F
 * region-feature size.
 */
@NullMarked
package io.alignstream.encode.mvptr;

import org.jspecify.annotations.NullMarked;
