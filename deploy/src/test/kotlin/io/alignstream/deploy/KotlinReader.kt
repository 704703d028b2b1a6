package io.alignstream.deploy

import io.alignstream.detect.stage.Detector
import io.alignstream.encode.stage.Encoder
import io.alignstream.heads.index.IndexedImage
import io.alignstream.heads.index.RetrievalIndex
import io.alignstream.heads.stage.Heads
import io.alignstream.ingest.check.CheckedEvent
import io.alignstream.ingest.dataset.DataSet
import io.alignstream.ingest.dataset.DatasetProducer
import io.alignstream.ingest.dataset.EventMaker
import io.alignstream.ingest.dataset.TableColumns
import io.alignstream.ingest.dataset.TaskTemplate
import io.alignstream.ingest.decode.ImageDecoder
import io.alignstream.ingest.fetch.FetchSettings
import io.alignstream.ingest.fetch.ImageFetcher
import io.alignstream.ingest.kafka.DeadLetters
import io.alignstream.ingest.kafka.EventLimits
import io.alignstream.ingest.kafka.KafkaSettings
import io.alignstream.ingest.kafka.Outputs
import io.alignstream.ingest.kafka.Publication
import io.alignstream.schemas.DeadLetterHeaders
import io.alignstream.schemas.Keys
import io.alignstream.schemas.Topics
import io.alignstream.schemas.avro.Answer
import io.alignstream.schemas.avro.ImageCaptionEvent
import io.alignstream.schemas.avro.IndexEntry
import io.alignstream.schemas.line.Bytes
import io.alignstream.schemas.line.DecodedImage
import io.alignstream.schemas.line.Event
import io.alignstream.schemas.line.EventOutputs
import io.alignstream.schemas.line.FloatMatrix
import io.alignstream.schemas.line.ImageSource
import io.alignstream.schemas.line.Outcome
import io.alignstream.schemas.line.Phrase
import io.alignstream.schemas.line.Reason
import io.alignstream.schemas.line.Regions
import io.alignstream.schemas.line.Sight
import io.alignstream.schemas.wire.AvroWire
import io.alignstream.schemas.wire.WireException
import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import org.apache.kafka.clients.consumer.ConsumerRecord
import org.apache.kafka.clients.producer.Producer
import org.apache.kafka.clients.producer.ProducerRecord

/** Compiles with strict null checks and warnings as errors: the API as a Kotlin user sees it. */
class KotlinReader(private val detector: Detector, private val encoder: Encoder, private val heads: Heads) {
    fun versions(): String = detector.modelVersion() + encoder.modelVersion() + heads.hashCode()

    fun tags(image: DecodedImage): List<String> =
        detector.detect(listOf(image)).first().fold(
            { regions: Regions -> regions.tags() },
            { reason: Reason -> listOf(reason.message()) },
            { imageId: String -> listOf(imageId) },
        )

    fun bestAnswer(answer: Answer): String? = answer.vqa?.answers?.firstOrNull()?.text

    fun words(phrase: Outcome<Phrase>): Int = phrase.map { it.words().size }.toOptional().orElse(0)

    // schemas

    fun readAnswer(wire: AvroWire, value: ByteArray?): Answer? =
        try {
            wire.deserializer(Answer::class.java).deserialize("answers", value)
        } catch (unreadable: WireException) {
            error(unreadable.code().headerValue())
        }

    fun keys(event: Event): List<String> =
        listOf(Keys.text(Keys.ofImage(event.imageId())), event.imageUri().orElse("inline"), Topics.defaults().index())

    fun eventTime(event: Event): Instant = event.eventTime().orElseThrow()

    fun width(sight: Sight): Int = sight.fold({ it.image().width() }, { 0 })

    // ingest

    fun whereFrom(checked: CheckedEvent): String =
        checked.image().fold(
            { inline: ImageSource.Inline -> "${inline.bytes().size()} bytes" },
            { uri: ImageSource.Uri -> uri.uri() },
            { features: ImageSource.Features -> features.key() },
        )

    fun pixels(decoder: ImageDecoder, file: ByteArray): DecodedImage? =
        decoder.decode(Bytes.copyOf(file)).toOptional().orElse(null)

    fun fetch(checked: CheckedEvent): String =
        ImageFetcher(FetchSettings.inlineOnly(), EventLimits(1 shl 20)).use { fetcher ->
            fetcher.fetch(checked).fold({ "fetched" }, { it.message() }, { it })
        }

    fun publish(outputs: Outputs, record: ConsumerRecord<ByteArray, ByteArray>, made: Outcome<EventOutputs>): Publication =
        outputs.of(record, made)

    fun replay(letter: ConsumerRecord<ByteArray, ByteArray>): ProducerRecord<ByteArray, ByteArray> {
        val header: org.apache.kafka.common.header.Header? = letter.headers().lastHeader(DeadLetterHeaders.TOPIC)
        return DeadLetters.replay(letter, header?.let { String(it.value()) } ?: "events")
    }

    fun deadLetters(topics: Topics, limits: EventLimits): DeadLetters =
        DeadLetters(topics.deadLetters(), limits, Clock.systemUTC())

    fun produce(source: Path, kafka: KafkaSettings, client: Producer<ByteArray, ByteArray>, wire: AvroWire): Long {
        val plan = DatasetProducer.Plan("events", source.toString(), kafka.limits(), 0.0, java.util.Optional.empty(), false)
        val maker = EventMaker(EventMaker.Carriage.INLINE, source, "demo", listOf(TaskTemplate.parse("masked_tokens")))
        return DataSet.guess(source).open(source, TableColumns.defaults()).use { samples ->
            DatasetProducer(client, wire.serializer(ImageCaptionEvent::class.java), plan)
                .run(samples, maker, Silent)
                .samples()
        }
    }

    private object Silent : DatasetProducer.Listener {
        override fun sent(samples: Long, progress: Double) = Unit

        override fun skipped(why: io.alignstream.ingest.dataset.DatasetException) = Unit
    }

    // heads.index

    fun follow(index: RetrievalIndex, imageId: String, entry: IndexEntry?) =
        if (entry == null) index.delete(imageId) else index.put(entry)

    fun search(index: RetrievalIndex, text: FloatMatrix): List<String> =
        index.images(text, 10, IndexedImage.withAttributes(mapOf("source" to "zoo"))).map { hit ->
            "${hit.image().imageId()} ${hit.score()} ${hit.image().imageUri().orElse("")}"
        }

    fun describe(index: RetrievalIndex, image: FloatMatrix): String? =
        index.captions(image, 1).firstOrNull()?.caption()
}
