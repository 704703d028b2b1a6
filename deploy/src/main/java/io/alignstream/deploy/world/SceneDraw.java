package io.alignstream.deploy.world;

import io.alignstream.deploy.world.Attribute.Colour;
import io.alignstream.deploy.world.Attribute.Shape;
import io.alignstream.deploy.world.Attribute.Size;
import io.alignstream.deploy.world.Attribute.Texture;
import io.alignstream.deploy.world.Scene.Camera;
import io.alignstream.deploy.world.Scene.Ground;
import io.alignstream.deploy.world.Scene.Tone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Draws scenes: what is in them, and where, so that everything said of them can be seen. */
record SceneDraw(Dice dice) {
  private static final int MOST_LONG = 240; // of the picture's long side, in pixels
  private static final int LEAST_THINGS = 3;
  private static final int MOST_THINGS = 6;
  private static final double MOST_HIDDEN = 0.3; // share of a thing's box behind later things
  private static final double MOST_HIDDEN_SMALL = 0.1;
  private static final int PLACES = 60; // tried for a thing before the scene is begun again

  Scene scene(long number) {
    boolean heldOut = Split.of(number) == Split.HELD_OUT;
    int longSide = dice.between(Scene.SHORT, MOST_LONG);
    boolean wide = dice.once(2);
    int width = wide ? longSide : Scene.SHORT;
    int height = wide ? Scene.SHORT : longSide;
    var ground = new Ground(dice.one(Tone.values()), dice.between(-18, 18));
    int count = dice.between(LEAST_THINGS, MOST_THINGS);
    List<Thing> things = new ArrayList<>();
    while (things.size() < count) {
      things.clear();
      for (int i = 0; i < count && things.size() == i; i++) {
        place(width, height, heldOut && i == 0, things);
      }
    }
    if (heldOut) {
      Collections.swap(
          things, 0, dice.between(0, count - 1)); // the unseen pair is not always behind
      if (hidden(things)) {
        return scene(number);
      }
    }
    return new Scene(number, width, height, ground, things, camera());
  }

  private Camera camera() {
    boolean png = dice.once(4);
    return new Camera(
        dice.random().nextDouble() * 0.9,
        dice.random().nextDouble() * 6,
        png ? 100 : dice.between(60, 95));
  }

  /** Puts one more thing before the others, where a place is found. */
  private void place(int width, int height, boolean unseen, List<Thing> things) {
    var colour = dice.one(Colour.values());
    var shape = dice.one(Shape.values());
    while (Split.isHeldOut(colour, shape) != unseen) {
      colour = dice.one(Colour.values());
      shape = dice.one(Shape.values());
    }
    var size = dice.one(Size.values());
    var texture = dice.one(Texture.values());
    for (int attempt = 0; attempt < PLACES; attempt++) {
      int edge = dice.between(size.least(), size.most());
      int x = dice.between(2, width - edge - 2);
      int y = dice.between(2, height - edge - 2);
      things.add(new Thing(size, texture, colour, shape, x, y, edge));
      if (!hidden(things)) {
        return;
      }
      things.remove(things.size() - 1);
    }
  }

  /** Whether later things hide too much of an earlier one. */
  private static boolean hidden(List<Thing> things) {
    for (int back = 0; back < things.size(); back++) {
      var thing = things.get(back);
      int hidden = 0;
      for (var before : things.subList(back + 1, things.size())) {
        hidden += thing.shared(before);
      }
      double most = thing.size() == Size.SMALL ? MOST_HIDDEN_SMALL : MOST_HIDDEN;
      if (hidden > most * thing.edge() * thing.edge()) {
        return true;
      }
    }
    return false;
  }
}
