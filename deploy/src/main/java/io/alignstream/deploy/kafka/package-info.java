/**
 * A real Kafka broker inside this JVM, for the demo and the tests only. It is no part of a node:
 * nothing but the demo may know this room.
 */
@NullMarked
package io.alignstream.deploy.kafka;

import org.jspecify.annotations.NullMarked;
