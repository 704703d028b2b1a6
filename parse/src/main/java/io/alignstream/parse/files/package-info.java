/**
 * Files of captions: MVPTR's JSON lists, JSON lines and plain text in, the same with phrases out.
 * Read and written one caption at a time.
 */
@NullMarked
package io.alignstream.parse.files;

import org.jspecify.annotations.NullMarked;
