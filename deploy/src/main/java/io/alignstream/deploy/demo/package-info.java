/**
 * The demo: an {@link io.alignstream.deploy.exam.Exam} in the demo's world, sent through a node and
 * an embedded broker in this JVM. What comes out is shown on a page, drawn on a contact sheet,
 * marked in a table and written to files.
 */
@NullMarked
package io.alignstream.deploy.demo;

import org.jspecify.annotations.NullMarked;
