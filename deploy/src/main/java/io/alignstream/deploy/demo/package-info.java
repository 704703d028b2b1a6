/**
 * The demo: a world of simple scenes, rendered to real PNG and JPEG bytes with captions and
 * questions whose answers are known, sent through a node and an embedded broker in this JVM.
 */
@NullMarked
package io.alignstream.deploy.demo;

import org.jspecify.annotations.NullMarked;
