package io.alignstream.deploy.world;

import io.alignstream.deploy.world.Attribute.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Words that fit some things: {@code large striped red circle}, or {@code red thing}.
 *
 * @param attributes no two of a kind
 */
public record Description(Set<Attribute> attributes) {
  /** Copies the attributes, in the order in which they are said. */
  public Description {
    attributes =
        attributes.stream()
            .sorted(Comparator.comparingInt(attribute -> Attribute.ORDER.indexOf(attribute.kind())))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (attributes.stream().map(Attribute::kind).distinct().count() < attributes.size()) {
      throw new IllegalArgumentException("two of a kind: " + attributes);
    }
  }

  /** Every way to describe a thing: 15 of them, and {@code thing}. */
  static List<Description> of(Thing thing) {
    var all = List.copyOf(new Description(thing.attributes()).attributes());
    var descriptions = new ArrayList<Description>();
    for (int chosen = 0; chosen < 1 << all.size(); chosen++) {
      Set<Attribute> attributes = new LinkedHashSet<>();
      for (int i = 0; i < all.size(); i++) {
        if ((chosen >> i & 1) == 1) {
          attributes.add(all.get(i));
        }
      }
      descriptions.add(new Description(attributes));
    }
    return descriptions;
  }

  /** This one and one thing more. */
  Description and(Attribute attribute) {
    Set<Attribute> more = new LinkedHashSet<>(attributes);
    more.add(attribute);
    return new Description(more);
  }

  /** With another attribute of the same kind in the place of one of its own. */
  Description instead(Attribute attribute) {
    return new Description(
            attributes.stream()
                .filter(own -> !own.kind().equals(attribute.kind()))
                .collect(Collectors.toSet()))
        .and(attribute);
  }

  /** Whether it says something of that kind. */
  boolean says(String kind) {
    return attributes.stream().anyMatch(attribute -> attribute.kind().equals(kind));
  }

  /** Whether the words fit. */
  public boolean fits(Thing thing) {
    return thing.attributes().containsAll(attributes);
  }

  /** The things that it fits, from back to front. */
  public List<Thing> in(Scene scene) {
    return scene.things().stream().filter(this::fits).toList();
  }

  /** {@code large red circle}. */
  public String singular() {
    return words(false);
  }

  /** {@code large red circles}. */
  public String plural() {
    return words(true);
  }

  /** {@code an orange circle}. */
  public String indefinite() {
    var words = singular();
    return ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
  }

  /** {@code the orange circle}. */
  public String definite() {
    return "the " + singular();
  }

  private String words(boolean plural) {
    var words = new ArrayList<String>();
    for (var attribute : attributes) {
      words.add(attribute instanceof Shape shape && plural ? shape.plural() : attribute.word());
    }
    if (!says("shape")) {
      words.add(plural ? "things" : "thing");
    }
    return String.join(" ", words);
  }
}
