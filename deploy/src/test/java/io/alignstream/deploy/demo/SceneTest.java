package io.alignstream.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.alignstream.deploy.demo.Scene.Colour;
import io.alignstream.deploy.demo.Scene.Shape;
import io.alignstream.deploy.demo.Scene.Thing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 4_000_000_000L})
  void isTheSameEachTime(long seed) {
    for (int number = 0; number < 50; number++) {
      assertThat(Scene.of(seed, number)).isEqualTo(Scene.of(seed, number));
      assertThat(ScenePainter.paint(Scene.of(seed, number)))
          .isEqualTo(ScenePainter.paint(Scene.of(seed, number)));
    }
  }

  @Test
  void keepsItsThingsInThePictureAndApart() {
    for (int number = 0; number < 500; number++) {
      var scene = Scene.of(1, number);
      int free = 0;
      for (var thing : scene.things()) {
        assertThat(thing.x()).isGreaterThanOrEqualTo(free);
        assertThat(thing.y() + thing.size()).isLessThanOrEqualTo(Scene.HEIGHT);
        assertThat(thing.colour()).isNotEqualTo(scene.ground());
        free = thing.x() + thing.size();
      }
      assertThat(free).isLessThanOrEqualTo(Scene.WIDTH);
    }
  }

  @Test
  void showsTheColoursThatItsCaptionNames() throws IOException {
    var scene =
        new Scene(0, Colour.WHITE, List.of(new Thing(Colour.RED, Shape.CIRCLE, 10, 20, 80)));
    var image = ImageIO.read(new ByteArrayInputStream(ScenePainter.paint(scene)));
    assertThat(image.getRGB(50, 60) & 0xffffff).isEqualTo(Colour.RED.rgb());
    assertThat(image.getRGB(5, 5) & 0xffffff).isEqualTo(Colour.WHITE.rgb());
    assertThat(SceneTexts.caption(scene)).isEqualTo("a red circle on a white background");
    assertThat(SceneTexts.question(scene)).isEqualTo("what colour is the circle ?");
  }
}
