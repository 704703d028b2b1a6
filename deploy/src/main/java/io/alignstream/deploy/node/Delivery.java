package io.alignstream.deploy.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.alignstream.ingest.kafka.FencedPublisher;
import io.alignstream.ingest.kafka.KafkaSettings;
import io.alignstream.ingest.kafka.KeyedPublisher;
import io.alignstream.ingest.kafka.Publisher;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a reader of the outputs can rely on. */
public enum Delivery {
  /** A {@code read_committed} reader sees each output once, whatever failed. */
  EXACTLY_ONCE {
    @Override
    Publisher.Opener publishers(KafkaSettings kafka, String group, Duration timeout) {
      return FencedPublisher.opener(kafka, group, timeout);
    }
  },
  /** After a failure some outputs are written again, with the same keys. */
  AT_LEAST_ONCE {
    @Override
    Publisher.Opener publishers(KafkaSettings kafka, String group, Duration timeout) {
      return KeyedPublisher.opener(kafka, group);
    }
  };

  /** Opens publishers of a consumer group. */
  abstract Publisher.Opener publishers(KafkaSettings kafka, String group, Duration timeout);

  static Delivery from(Config section) {
    var value = section.getString("delivery");
    return Arrays.stream(values())
        .filter(delivery -> delivery.key().equals(value))
        .findAny()
        .orElseThrow(
            () ->
                new ConfigException.BadValue(
                    section.getValue("delivery").origin(),
                    "alignstream.node.delivery",
                    "must be %s, not '%s'"
                        .formatted(
                            Arrays.stream(values())
                                .map(Delivery::key)
                                .collect(Collectors.joining(" or ")),
                            value)));
  }

  /** As it is written in the settings: {@code exactly-once}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
