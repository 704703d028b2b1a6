package io.alignstream.deploy.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicRangeTest {
  @Test
  void readsOffsetsOfPartitions() {
    var range = TopicRange.parse("kafka:events?from=0@5,1@0&to=1@98,0@105");
    assertThat(range.topic()).isEqualTo("events");
    assertThat(range.from()).isEqualTo(Map.of(0, 5L, 1, 0L));
    assertThat(range.to()).isEqualTo(Map.of(0, 105L, 1, 98L));
    assertThat(TopicRange.parse("kafka:events?to=" + TopicRange.told(range.to())).to())
        .isEqualTo(range.to());
    assertThat(TopicRange.parse("kafka:events").to()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka:?to=0@5|no topic",
        "kafka:events?until=0@5|'until=0@5' is neither",
        "kafka:events?to=5|'5' is no <partition>@<offset>",
        "kafka:events?to=0@x|'0@x' is no"
      })
  void saysWhatIsWrong(String source, String message) {
    assertThatThrownBy(() -> TopicRange.parse(source)).hasMessageContaining(message);
  }
}
