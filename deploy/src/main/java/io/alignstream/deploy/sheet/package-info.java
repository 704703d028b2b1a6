/**
 * Contact sheets: pictures with boxes and words on and under them, as one page of HTML that needs
 * nothing else, and as a PNG. What a sheet shows is a {@link
 * io.alignstream.deploy.sheet.ContactSheet}; how it looks is the writers' matter.
 */
@NullMarked
package io.alignstream.deploy.sheet;

import org.jspecify.annotations.NullMarked;
