package io.alignstream.deploy.world;

import io.alignstream.deploy.world.Attribute.Colour;
import io.alignstream.deploy.world.Attribute.Shape;
import io.alignstream.deploy.world.Attribute.Size;
import io.alignstream.deploy.world.Attribute.Texture;
import io.alignstream.schemas.line.Box;
import java.util.Set;

/**
 * A thing in a scene.
 *
 * @param x1 left edge in pixels of the picture; the outline touches all four edges
 * @param y1 upper edge
 * @param edge width and height in pixels
 */
public record Thing(
    Size size, Texture texture, Colour colour, Shape shape, int x1, int y1, int edge) {
  /** Everything that can be said of it by itself. */
  public Set<Attribute> attributes() {
    return Set.of(size, texture, colour, shape);
  }

  /** Where it is. */
  public Box box() {
    return new Box(x1, y1, x1 + edge, y1 + edge);
  }

  /** Pixels in both boxes. */
  int shared(Thing other) {
    int width = Math.min(x1 + edge, other.x1 + other.edge) - Math.max(x1, other.x1);
    int height = Math.min(y1 + edge, other.y1 + other.edge) - Math.max(y1, other.y1);
    return Math.max(0, width) * Math.max(0, height);
  }
}
