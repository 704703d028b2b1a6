/**
 * BERT's parts (Devlin et al. 2019) as functions over named weights: embeddings, encoder stacks,
 * pooler and prediction head. No model of its own: MVPTR and others are put together from it.
 *
 * <p>Letters: B batch, L tokens, H hidden, N heads, D head size, I inner size, V vocabulary.
 */
@NullMarked
package io.alignstream.encode.bert;

import org.jspecify.annotations.NullMarked;
