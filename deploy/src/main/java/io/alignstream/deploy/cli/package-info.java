/**
 * The command line: one picocli class a command, each thin. What a command does lives in the room
 * it belongs to.
 */
@NullMarked
package io.alignstream.deploy.cli;

import org.jspecify.annotations.NullMarked;
