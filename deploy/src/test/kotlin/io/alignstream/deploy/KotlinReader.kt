package io.alignstream.deploy

import io.alignstream.detect.stage.Detector
import io.alignstream.encode.stage.Encoder
import io.alignstream.heads.stage.Heads
import io.alignstream.schemas.avro.Answer
import io.alignstream.schemas.line.DecodedImage
import io.alignstream.schemas.line.Outcome
import io.alignstream.schemas.line.Phrase
import io.alignstream.schemas.line.Reason
import io.alignstream.schemas.line.Regions

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
}
