/** Work on topics as such: making them, showing what is in them, sending dead letters back. */
@NullMarked
package io.alignstream.deploy.topics;

import org.jspecify.annotations.NullMarked;
