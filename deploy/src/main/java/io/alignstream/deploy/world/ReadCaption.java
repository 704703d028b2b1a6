package io.alignstream.deploy.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a caption says, read from its words alone.
 *
 * @param medium {@code picture of} or {@code image with}, where it begins so
 * @param listed what there is, besides what is placed
 * @param placed what lies where
 * @param tone of the background
 */
record ReadCaption(
    Optional<String> medium, List<Said> listed, Optional<Placed> placed, Optional<String> tone) {
  private static final Pattern OPENING =
      Pattern.compile(
          "(?:%s)(?=%s)"
              .formatted(
                  Captions.OPENINGS.stream()
                      .filter(opening -> !opening.isEmpty())
                      .distinct()
                      .collect(Collectors.joining("|")),
                  "an? |two |three |four |five |six "));
  private static final Pattern MEDIUM = Pattern.compile("an? (picture of|image with) ");
  private static final Pattern BACKGROUND = Pattern.compile(" on a (\\w+) background$");
  private static final Pattern RELATED =
      Pattern.compile(
          "(an? .+?)(?: is)? (%s) (an? .+?)(?: and there is (.+))?"
              .formatted(
                  Stream.of(Relation.values())
                      .map(Relation::words)
                      .collect(Collectors.joining("|"))));
  private static final Pattern COMMA = Pattern.compile(", | and ");

  /** One thing lies so from another one. */
  record Placed(Said subject, Relation relation, Said other) {}

  static ReadCaption of(String caption) {
    var opening = OPENING.matcher(caption);
    boolean opens = opening.lookingAt();
    var medium = MEDIUM.matcher(caption);
    boolean ofMedium = opens && medium.lookingAt();
    var background = BACKGROUND.matcher(caption);
    boolean before = background.find();
    var said =
        caption.substring(
            opens ? opening.end() : 0, before ? background.start() : caption.length());
    var listed = new ArrayList<Said>();
    var related = RELATED.matcher(said);
    boolean relates = related.matches();
    if (!relates) {
      Stream.of(COMMA.split(said, -1)).map(Said::of).forEach(listed::add);
    } else if (related.group(4) != null) {
      listed.add(Said.of(related.group(4)));
    }
    return new ReadCaption(
        ofMedium ? Optional.of(medium.group(1)) : Optional.empty(),
        listed,
        relates
            ? Optional.of(
                new Placed(
                    Said.of(related.group(1)),
                    Relation.of(related.group(2)),
                    Said.of(related.group(3))))
            : Optional.empty(),
        before ? Optional.of(background.group(1)) : Optional.empty());
  }
}
