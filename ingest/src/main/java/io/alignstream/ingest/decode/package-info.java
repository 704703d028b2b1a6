/**
 * Encoded images to pixels as a person sees them: EXIF orientation applied, sRGB, alpha on white.
 * Size is known from the header before a pixel is decoded, and hostile bytes end as a rejection.
 */
@NullMarked
package io.alignstream.ingest.decode;

import org.jspecify.annotations.NullMarked;
