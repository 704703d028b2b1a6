/**
 * Benchmarks, each beside the limit that it is compared to and in the same run: the models beside a
 * plain matrix product, the backbone (models that do nothing) beside the plainest loop over Kafka
 * that gives the same guarantee. Contenders take turns in every round, so that whatever else the
 * machine does hits all of them; what counts is their ratio.
 */
@NullMarked
package io.alignstream.deploy.bench;

import org.jspecify.annotations.NullMarked;
