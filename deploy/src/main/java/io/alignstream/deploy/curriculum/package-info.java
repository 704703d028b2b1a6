/**
 * What the demo's small models learn, lesson by lesson, from scenes of {@link
 * io.alignstream.deploy.world.Split#TRAIN}: so far words and phrases ({@link
 * io.alignstream.deploy.curriculum.WordsLesson}) and how to see ({@link
 * io.alignstream.deploy.curriculum.DetectorLesson}). A lesson that was interrupted goes on.
 */
@NullMarked
package io.alignstream.deploy.curriculum;

import org.jspecify.annotations.NullMarked;
