package io.alignstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class KeysTest {
  @Test
  void keysAreText() {
    assertThat(Keys.text(Keys.ofImage("Kätzchen/1"))).isEqualTo("Kätzchen/1");
    assertThat(Keys.text(Keys.ofAnswer("event", "vqa"))).isEqualTo("event/vqa");
  }

  @Test
  void defaultTopicsAreThoseOfReferenceConf() {
    assertThat(Topics.from(ConfigFactory.load().getConfig("alignstream.schemas.topics")))
        .isEqualTo(Topics.defaults());
  }
}
