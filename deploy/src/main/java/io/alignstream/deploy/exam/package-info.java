/**
 * An examination of the line: scenes of the demo's world whose truth is known, sent as events with
 * every kind of task, and marks for what the output topics say. Nothing here looks into a model: an
 * {@link io.alignstream.deploy.exam.Exam} becomes Avro events ({@link
 * io.alignstream.deploy.exam.ExamEvents}), the Avro records that come back ({@link
 * io.alignstream.deploy.exam.Outputs}) become {@link io.alignstream.deploy.exam.Figures}. Beside
 * each figure stands its ceiling: what an exact program reads from the same texts over the regions
 * that the detector found.
 *
 * <p>I images, T captions: one caption an image, so I = T, and caption t belongs to image t.
 */
@NullMarked
package io.alignstream.deploy.exam;

import org.jspecify.annotations.NullMarked;
