/**
 * Checkpoint files: PyTorch's (zip container, the legacy container before 1.6, nested and sharded)
 * and safetensors, read lazily from the mapped file; safetensors written.
 *
 * <p>A {@link io.alignstream.encode.checkpoint.Checkpoint} is names and tensors and knows no model.
 * Whatever is wrong with a file is one {@link
 * io.alignstream.encode.checkpoint.CheckpointException}.
 */
@NullMarked
package io.alignstream.encode.checkpoint;

import org.jspecify.annotations.NullMarked;
