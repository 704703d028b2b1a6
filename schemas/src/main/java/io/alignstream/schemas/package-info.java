/** Names shared by everything that speaks with Alignstream: its topics. */
@NullMarked
package io.alignstream.schemas;

import org.jspecify.annotations.NullMarked;
