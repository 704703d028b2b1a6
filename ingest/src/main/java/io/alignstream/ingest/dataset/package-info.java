/**
 * Data sets as events. A {@link io.alignstream.ingest.dataset.DataSet} gives one {@link
 * io.alignstream.ingest.dataset.Sample} an image, its captions gathered, in an order that never
 * changes; {@link io.alignstream.ingest.dataset.EventMaker} makes an event of it and {@link
 * io.alignstream.ingest.dataset.DatasetProducer} sends it, knowing at any time how far it got.
 *
 * <p>Files are read as a stream, twice: first to count every image's captions, then to gather them.
 * So memory holds the images' ids and the captions of images that are not complete yet: of one
 * image where a file lists them together, of all at worst.
 */
@NullMarked
package io.alignstream.ingest.dataset;

import org.jspecify.annotations.NullMarked;
