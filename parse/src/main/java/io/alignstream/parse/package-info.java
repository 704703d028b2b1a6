/**
 * Captions to phrases: {@link io.alignstream.parse.PhraseExtractor} is what the line uses, {@link
 * io.alignstream.parse.SceneGraphParser} what stands behind it. A text is brought to lower case,
 * parsed ({@code corenlp}), read by SPICE's rules ({@code graph}, {@code synonyms}) and its phrases
 * are looked up in a vocabulary ({@code phrases}).
 */
@NullMarked
package io.alignstream.parse;

import org.jspecify.annotations.NullMarked;
