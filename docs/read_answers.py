"""Prints answers as they arrive. Needs: pip install fastavro confluent-kafka"""

import io
import json
import sys

from confluent_kafka import Consumer, KafkaException
from fastavro import schemaless_reader
from fastavro.schema import fingerprint, parse_schema, to_parsing_canonical_form

with open("schemas/src/main/resources/avro/Answer/1.avsc") as file:
    written = json.load(file)
ANSWER = parse_schema(written)

# Single-object encoding: C3 01, then the schema's CRC-64-AVRO fingerprint, then the record.
HEADER = b"\xc3\x01" + bytes.fromhex(fingerprint(to_parsing_canonical_form(written), "CRC-64-AVRO"))


def read(value: bytes) -> dict:
    if value[:10] != HEADER:
        raise ValueError(f"not written with this schema: {value[:10].hex()}")
    return schemaless_reader(io.BytesIO(value[10:]), ANSWER)


consumer = Consumer(
    {
        "bootstrap.servers": sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:9092",
        "group.id": "my-readers",
        "isolation.level": "read_committed",
        "auto.offset.reset": "earliest",
    }
)
consumer.subscribe(["answers"])
while True:
    message = consumer.poll(1.0)
    if message is None:
        continue
    if message.error():
        raise KafkaException(message.error())
    answer = read(message.value())
    print(message.key().decode(), answer["vqa"] or answer["task"])
