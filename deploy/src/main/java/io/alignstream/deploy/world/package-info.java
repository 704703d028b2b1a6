/**
 * A world whose truth is known: scenes of a few things are drawn from a number, painted to real
 * image bytes, and told about in captions, questions, hypotheses, expressions and masked texts,
 * each with what is right. The truth is never guessed from a text: texts are written from {@link
 * io.alignstream.deploy.world.Claim}s, and a claim is checked against the scene's things.
 *
 * <p>Boxes are absolute {@code x1, y1, x2, y2} in pixels, right and lower edge excluded.
 */
@NullMarked
package io.alignstream.deploy.world;

import org.jspecify.annotations.NullMarked;
