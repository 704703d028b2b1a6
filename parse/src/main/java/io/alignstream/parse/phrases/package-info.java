/**
 * The phrases that a model knows: phrases in, their ids out, and back. {@link
 * io.alignstream.parse.phrases.PhraseVocabulary} reads and writes MVPTR's {@code id2phrase} files.
 */
@NullMarked
package io.alignstream.parse.phrases;

import org.jspecify.annotations.NullMarked;
