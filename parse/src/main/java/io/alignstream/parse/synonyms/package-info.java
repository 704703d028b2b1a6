/**
 * Which words may mean the same: a word in, the numbers of its WordNet 3.0 senses out. Words of one
 * caption that share a number are joined ({@code sofa/couch}).
 */
@NullMarked
package io.alignstream.parse.synonyms;

import org.jspecify.annotations.NullMarked;
