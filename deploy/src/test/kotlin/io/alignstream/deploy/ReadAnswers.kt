package io.alignstream.deploy

import io.alignstream.schemas.avro.Answer
import io.alignstream.schemas.wire.AvroWire
import org.apache.kafka.clients.consumer.KafkaConsumer
import org.apache.kafka.common.serialization.StringDeserializer
import java.time.Duration

// begin
fun readAnswers(brokers: String, use: (String, Answer) -> Unit) {
    val settings = mapOf<String, Any>(
        "bootstrap.servers" to brokers,
        "group.id" to "my-readers",
        "isolation.level" to "read_committed",
        "auto.offset.reset" to "earliest",
    )
    val answers = AvroWire.withoutRegistry().deserializer(Answer::class.java)
    KafkaConsumer(settings, StringDeserializer(), answers).use { consumer ->
        consumer.subscribe(listOf("answers"))
        while (!Thread.currentThread().isInterrupted) {
            consumer.poll(Duration.ofSeconds(1)).forEach { use(it.key(), it.value()) }
        }
    }
}
// end
