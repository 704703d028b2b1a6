package io.alignstream.parse.files;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A caption of a file.
 *
 * @param text the words
 * @param fields the dictionary that it stands in, with every field; that of a plain line has {@code
 *     text} alone
 */
public record Caption(String text, ObjectNode fields) {}
