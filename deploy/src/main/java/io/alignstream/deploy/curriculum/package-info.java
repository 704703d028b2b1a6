/**
 * What the demo's small models learn, lesson by lesson, from scenes of {@link
 * io.alignstream.deploy.world.Split#TRAIN}: {@link io.alignstream.deploy.curriculum.Curriculum}
 * says in which order and what each takes from earlier ones. A lesson that was interrupted goes on.
 */
@NullMarked
package io.alignstream.deploy.curriculum;

import org.jspecify.annotations.NullMarked;
