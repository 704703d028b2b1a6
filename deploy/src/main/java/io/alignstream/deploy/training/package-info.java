/**
 * Fine-tuning, evaluation and prediction of MVPTR's tasks: a recipe names the settings under the
 * reference's names, data and checkpoint make a task of it, and the training engine runs it.
 */
@NullMarked
package io.alignstream.deploy.training;

import org.jspecify.annotations.NullMarked;
