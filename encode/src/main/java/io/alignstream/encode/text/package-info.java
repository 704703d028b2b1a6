/**
 * Texts, tags and region features as the model's input: {@link
 * io.alignstream.encode.text.WordPieceTokenizer} makes word pieces, {@link
 * io.alignstream.encode.text.ExampleBuilder} examples of any length within the reference's limits,
 * {@link io.alignstream.encode.text.ExampleBatch} the seven padded tensors of several examples.
 *
 * <p>The tokenizer is our own because no library on Maven Central gives the reference's ids: of the
 * 200 golden texts, Hugging Face's tokenizers (DJL's binding, 0.34.0) differ in 2 (the Greek final
 * sigma; private-use and unassigned characters, which the reference drops) and DJL's {@code
 * BertFullTokenizer} in 28 (CJK ideographs, accents). Its Unicode data is version 14's, read from
 * this package's own table, so that the ids do not depend on the Java version (17 knows Unicode 13,
 * 25 knows 16).
 *
 * <p>Letters: B batch, La text length, Lb tag length, R regions, F region-feature size.
 */
@NullMarked
package io.alignstream.encode.text;

import org.jspecify.annotations.NullMarked;
