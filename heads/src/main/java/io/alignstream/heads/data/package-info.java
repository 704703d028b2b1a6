/**
 * What a fine-tuning of each task learns from: the reference's data files, and our processed list,
 * as texts about images with what is right for them.
 *
 * <p>A reader gives {@link io.alignstream.heads.data.TaskItem}s (for retrieval {@link
 * io.alignstream.heads.data.RetrievalSplit}) in the file's order, without their images; {@link
 * io.alignstream.heads.data.ImageInputs} gives an image's region features and tags when they are
 * needed. The files are the reference's ({@code oscar/run_retrieval.py}, {@code run_vqa.py}, {@code
 * run_ve.py}, {@code run_re.py}); {@code .pt} and {@code .pkl} are read as data, nothing in them is
 * executed. A file of another form is a {@link io.alignstream.heads.data.DataException} that names
 * the file, the record and the field.
 *
 * <p>Letters: R regions, F region-feature size, C classes.
 */
@NullMarked
package io.alignstream.heads.data;

import org.jspecify.annotations.NullMarked;
