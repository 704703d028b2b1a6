/**
 * TensorFlow in graph mode, for any model: parameters bound to name scopes, layers as functions,
 * and a session that takes and gives plain values.
 *
 * <p>{@link io.alignstream.encode.runtime.Parameters} says what a model class has, {@link
 * io.alignstream.encode.runtime.ParameterValues} what a checkpoint gives for it, {@link
 * io.alignstream.encode.runtime.Weights} binds those values to the graph scope of the same path,
 * frozen for inference or as {@link io.alignstream.encode.runtime.Variables} for training, and
 * {@link io.alignstream.encode.runtime.GraphSession} owns graph, session and native tensors.
 *
 * <p>Letters: B batch, L tokens, H hidden, I inner size of a layer.
 */
@NullMarked
package io.alignstream.encode.runtime;

import org.jspecify.annotations.NullMarked;
