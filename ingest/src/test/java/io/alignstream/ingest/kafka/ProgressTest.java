package io.alignstream.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  @Test
  void survivesBeingCommitted() {
    var progress = new Progress(42, 3);
    assertThat(Progress.of(progress.committed(), 0)).isEqualTo(progress);
  }

  @Test
  void beginsAtTheFirstRecordWhereNothingWasCommitted() {
    assertThat(Progress.of(null, 7)).isEqualTo(new Progress(7, 0));
  }

  @Test
  void beginsAtTheFirstRecordThatIsLeft() {
    assertThat(Progress.of(new Progress(42, 3).committed(), 50)).isEqualTo(new Progress(50, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "attempts=", "attempts=-1", "attempts=99999999999", "by somebody"})
  void countsNothingInMetadataOfOthers(String metadata) {
    assertThat(Progress.of(new OffsetAndMetadata(42, metadata), 0)).isEqualTo(new Progress(42, 0));
  }
}
