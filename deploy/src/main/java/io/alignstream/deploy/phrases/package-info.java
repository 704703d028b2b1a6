/** The captions of a topic as a corpus, from which a phrase vocabulary is counted. */
@NullMarked
package io.alignstream.deploy.phrases;

import org.jspecify.annotations.NullMarked;
