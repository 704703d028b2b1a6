package io.alignstream.deploy.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alignstream.deploy.world.Attribute.Shape;
import io.alignstream.deploy.world.Attribute.Texture;
import io.alignstream.schemas.line.Box;
import java.awt.geom.Area;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SceneTest {
  @Test
  void numberDecidesEverything() {
    long number = Split.TEST.number(17);
    assertThat(Scene.of(number)).isEqualTo(Scene.of(number));
    assertThat(ScenePainter.paint(Scene.of(number)))
        .isEqualTo(ScenePainter.paint(Scene.of(number)));
    assertThat(Questions.of(Scene.of(number)).one())
        .isEqualTo(Questions.of(Scene.of(number)).one());
  }

  @Test
  void scenesAreDifferent() {
    var seen = new HashSet<List<Thing>>();
    for (var split : Split.values()) {
      scenes(split, 500).forEach(scene -> seen.add(scene.things()));
    }
    assertThat(seen).hasSize(2000);
  }

  @ParameterizedTest
  @EnumSource(Split.class)
  void pairsThatAreHeldOutAreInTheirSplitAlone(Split split) {
    assertThat(scenes(split, 500))
        .allMatch(
            scene ->
                (split == Split.HELD_OUT)
                    == scene.things().stream()
                        .anyMatch(thing -> Split.isHeldOut(thing.colour(), thing.shape())));
  }

  @Test
  void splitIsKnownFromTheNumber() {
    for (var split : Split.values()) {
      assertThat(Split.of(split.number(0))).isEqualTo(split);
      assertThat(Split.of(split.number(Split.SCENES - 1))).isEqualTo(split);
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void outlineTouchesItsBox(Shape shape) {
    var box = new Box(10, 20, 50, 60);
    var bounds = new Area(Outline.of(shape, box)).getBounds2D();
    assertThat(bounds.getMinX()).isCloseTo(box.x1() + 0.5, within(0.3));
    assertThat(bounds.getMinY()).isCloseTo(box.y1() + 0.5, within(0.3));
    assertThat(bounds.getMaxX()).isCloseTo(box.x2() - 0.5, within(0.3));
    assertThat(bounds.getMaxY()).isCloseTo(box.y2() - 0.5, within(0.3));
  }

  @Test
  void picturesShowTheColours() throws IOException {
    for (var scene : scenes(Split.TRAIN, 50)) {
      var front = scene.things().get(scene.things().size() - 1);
      if (front.texture() == Texture.PLAIN) {
        var image = ImageIO.read(new ByteArrayInputStream(ScenePainter.paint(scene)));
        int half = front.edge() / 2;
        int seen = image.getRGB(front.x1() + half, front.y1() + half);
        for (int shift = 0; shift <= 16; shift += 8) {
          assertThat(seen >> shift & 0xff)
              .as("%s of %s", Integer.toHexString(seen), front)
              .isCloseTo(front.colour().rgb() >> shift & 0xff, within(45));
        }
      }
    }
  }

  private static List<Scene> scenes(Split split, int count) {
    return LongStream.range(0, count).mapToObj(i -> Scene.of(split.number(i))).toList();
  }
}
