/**
 * Questions about image files, without Kafka: decode → detector → parser → encoder → heads, the
 * same functions that the line's stages call, one after the other on a few images.
 *
 * <p>Files and texts flow in, the line's own records flow out. Whatever the line would put on the
 * dead-letter topic is an exception here that says the same.
 */
@NullMarked
package io.alignstream.deploy.ask;

import org.jspecify.annotations.NullMarked;
