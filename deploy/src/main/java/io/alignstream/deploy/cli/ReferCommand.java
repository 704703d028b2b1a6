package io.alignstream.deploy.cli;

import io.alignstream.deploy.ask.Picture;
import io.alignstream.detect.draw.RegionsPicture;
import io.alignstream.schemas.avro.ScoredBox;
import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Region;
import io.alignstream.schemas.line.Regions;
import io.alignstream.schemas.line.TaskKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alignstream refer}. */
@Command(
    name = "refer",
    mixinStandardHelpOptions = true,
    description = {
      "Finds what an expression speaks of in an image.",
      "",
      "Prints the best box (x1 y1 x2 y2 in pixels of the image), its score and the detector's tag;"
          + " --json gives all regions, best first."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream refer --image scene.png --text 'the red square left of the circle'"
          + " --out found.png",
      "  alignstream refer -i photo.jpg -t 'the man in the blue shirt' --json",
      "  alignstream refer -i photo.jpg -t 'the dog' --checkpoint out/re/best --detector vinvl"
    })
final class ReferCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private QuestionOptions options = new QuestionOptions();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "PNG",
      description = "Draws the image with the best box.")
  private Optional<Path> out = Optional.empty();

  ReferCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  ReferCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws IOException {
    out.ifPresent(file -> QuestionOptions.requirePlace(spec, file));
    var answered = options.ask(spec, TaskKind.REFERRING_EXPRESSION);
    var boxes = answered.answer().getReferringExpression().getBoxes();
    if (boxes.isEmpty()) {
      throw new IllegalArgumentException("the detector found nothing in the image");
    }
    options.print(
        spec,
        answered,
        List.of(line(boxes.get(0))),
        json -> {
          var array = json.putArray("boxes");
          for (var box : boxes) {
            array
                .addObject()
                .put("x1", box.getBox().getX1())
                .put("y1", box.getBox().getY1())
                .put("x2", box.getBox().getX2())
                .put("y2", box.getBox().getY2())
                .put("score", box.getScore())
                .put("label", box.getLabel());
          }
          return json;
        });
    if (out.isPresent()) {
      draw(answered.picture(), boxes.get(0), out.get());
    }
    return 0;
  }

  private static String line(ScoredBox best) {
    var box = best.getBox();
    return String.format(
        Locale.ROOT,
        "%.1f %.1f %.1f %.1f  score %.3f  %s",
        box.getX1(),
        box.getY1(),
        box.getX2(),
        box.getY2(),
        best.getScore(),
        best.getLabel());
  }

  private static void draw(Picture picture, ScoredBox best, Path file) throws IOException {
    var box = best.getBox();
    var region =
        new Region(
            new Box(box.getX1(), box.getY1(), box.getX2(), box.getY2()),
            best.getLabel(),
            best.getScore(),
            List.of());
    var image = picture.image();
    RegionsPicture.write(
        image,
        new Regions(
            image.width(), image.height(), List.of(region), FloatMatrix.wrap(1, 0, new float[0])),
        file);
  }
}
