/** The one class that needs what TensorFlow Java keeps to its own package. */
@NullMarked
package org.tensorflow;

import org.jspecify.annotations.NullMarked;
