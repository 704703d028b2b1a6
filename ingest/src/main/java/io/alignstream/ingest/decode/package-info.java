/**
 * Encoded images to pixels as a person sees them: EXIF orientation applied, alpha on white, 8-bit
 * RGB. Colour profiles are not applied: the reference readers of the models' training images apply
 * none.
 *
 * <p>Every format goes the same way. Its container is walked first ({@code JpegImage.open} and its
 * like): that gives size and orientation, finds truncation, and writes a {@code BareFile} that
 * holds nothing but what the pixels need. Then the limits are checked. Only then does an ImageIO
 * reader, picked by its class, see the bare file. Hostile bytes end as a rejection.
 */
@NullMarked
package io.alignstream.ingest.decode;

import org.jspecify.annotations.NullMarked;
