package io.alignstream.deploy.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.schemas.DeadLetterHeaders;
import io.alignstream.schemas.Keys;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.IndexEntry;
import io.alignstream.schemas.avro.Source;
import io.alignstream.schemas.wire.AvroWire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * All outputs, by the event that they came from ({@code partition@offset}).
 *
 * @param entries index entries
 * @param answers answers, by event and then key
 * @param deletions keys of deletions in the index topic
 * @param deadLetters dead letters
 */
record Came(
    Map<String, List<ConsumerRecord<byte[], byte[]>>> entries,
    Map<String, Map<String, List<ConsumerRecord<byte[], byte[]>>>> answers,
    List<String> deletions,
    Map<String, List<ConsumerRecord<byte[], byte[]>>> deadLetters) {

  static Came read(OutputTopics outputs) {
    var topics = outputs.topics();
    var wire = AvroWire.withoutRegistry();
    var index = outputs.read(topics.index());
    var entryOf = wire.deserializer(IndexEntry.class);
    var answerOf = wire.deserializer(Answer.class);
    return new Came(
        by(
            index.stream().filter(entry -> entry.value() != null).toList(),
            entry -> place(entryOf.deserialize(entry.topic(), entry.value()).getSource())),
        by(
                outputs.read(topics.answers()),
                answer -> place(answerOf.deserialize(answer.topic(), answer.value()).getSource()))
            .entrySet()
            .stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, of -> by(of.getValue(), answer -> Keys.text(answer.key())))),
        index.stream()
            .filter(entry -> entry.value() == null)
            .map(entry -> Keys.text(entry.key()))
            .toList(),
        by(outputs.read(topics.deadLetters()), Came::place));
  }

  Map<Integer, Long> events() {
    return Stream.concat(entries.keySet().stream(), deadLetters.keySet().stream())
        .collect(
            Collectors.groupingBy(
                place -> Integer.valueOf(place.substring(0, place.indexOf('@'))),
                Collectors.counting()));
  }

  void assertNothingDoubled() {
    assertThat(doubled(entries.values())).as("doubled index entries").isEmpty();
    answers
        .values()
        .forEach(of -> assertThat(doubled(of.values())).as("doubled answers").isEmpty());
    assertThat(doubled(deadLetters.values())).as("doubled dead letters").isEmpty();
    assertThat(deletions).as("doubled deletions").doesNotHaveDuplicates();
  }

  void assertRepetitionsAreEqual() {
    var all = new ArrayList<>(entries.values());
    answers.values().forEach(of -> all.addAll(of.values()));
    all.addAll(deadLetters.values());
    for (var same : all) {
      for (var again : same) {
        assertThat(again.key()).isEqualTo(same.get(0).key());
        assertThat(again.value()).isEqualTo(same.get(0).value());
      }
    }
  }

  void assertComplete(Ledger sent) {
    assertThat(entries.keySet()).as("events with index entries").isEqualTo(sent.good().keySet());
    sent.good()
        .forEach(
            (place, event) -> {
              assertThat(Keys.text(entries.get(place).get(0).key())).isEqualTo(event.imageId());
              assertThat(answers.getOrDefault(place, Map.of()).keySet())
                  .as("answers of " + place)
                  .isEqualTo(event.answerKeys());
            });
    assertThat(sent.good().keySet()).as("events with answers").containsAll(answers.keySet());
    assertThat(new TreeSet<>(deletions)).isEqualTo(new TreeSet<>(sent.deleted()));
    assertThat(reasons()).as("reasons").isEqualTo(expectedReasons(sent));
    sent.bad().forEach((place, bad) -> assertOriginal(bad, deadLetters.get(place).get(0)));
  }

  private Map<String, String> reasons() {
    var reasons = new TreeMap<String, String>();
    deadLetters.forEach(
        (place, letters) -> reasons.put(place, text(letters.get(0), DeadLetterHeaders.REASON)));
    return reasons;
  }

  private static Map<String, String> expectedReasons(Ledger sent) {
    var reasons = new TreeMap<String, String>();
    sent.bad().forEach((place, bad) -> reasons.put(place, bad.reason().headerValue()));
    return reasons;
  }

  private static void assertOriginal(Ledger.Bad bad, ConsumerRecord<byte[], byte[]> letter) {
    var sent = bad.sent();
    assertThat(Arrays.equals(letter.key(), sent.key())).as("the key").isTrue();
    assertThat(Arrays.equals(letter.value(), sent.value())).as("the bytes").isTrue();
    assertThat(letter.timestamp()).isEqualTo(sent.timestamp());
    var kept =
        Arrays.stream(letter.headers().toArray())
            .filter(header -> !DeadLetterHeaders.ALL.contains(header.key()))
            .toArray(Header[]::new);
    assertThat(kept).isEqualTo(sent.headers().toArray());
    assertThat(text(letter, DeadLetterHeaders.TOPIC)).isEqualTo(sent.topic());
    assertThat(text(letter, DeadLetterHeaders.STAGE)).isNotEmpty();
    assertThat(text(letter, DeadLetterHeaders.MESSAGE)).isNotEmpty();
  }

  private static <K> Map<K, List<ConsumerRecord<byte[], byte[]>>> by(
      List<ConsumerRecord<byte[], byte[]>> outputs,
      Function<ConsumerRecord<byte[], byte[]>, K> name) {
    return outputs.stream().collect(Collectors.groupingBy(name, TreeMap::new, Collectors.toList()));
  }

  private static List<String> doubled(Collection<List<ConsumerRecord<byte[], byte[]>>> groups) {
    return groups.stream()
        .filter(group -> group.size() > 1)
        .map(group -> group.get(0).topic() + " " + group.size() + " times")
        .toList();
  }

  private static String place(Source source) {
    return Ledger.place(source.getPartition(), source.getOffset());
  }

  private static String place(ConsumerRecord<byte[], byte[]> letter) {
    return Ledger.place(
        Integer.parseInt(text(letter, DeadLetterHeaders.PARTITION)),
        Long.parseLong(text(letter, DeadLetterHeaders.OFFSET)));
  }

  private static String text(ConsumerRecord<byte[], byte[]> letter, String header) {
    var found = letter.headers().lastHeader(header);
    assertThat(found).as(header).isNotNull();
    return new String(found.value(), StandardCharsets.UTF_8);
  }
}
