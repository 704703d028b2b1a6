package io.alignstream.deploy.tiny;

import io.alignstream.detect.model.DetectorWeights;
import io.alignstream.detect.tsv.LabelMap;
import io.alignstream.detect.vinvl.ModelDescription;
import io.alignstream.encode.checkpoint.SafetensorsWriter;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** A small detector with random weights that moves no anchor, and pictures for it. */
public final class TinyDetector {
  /** Its classes and attributes. */
  public static final LabelMap NAMES =
      new LabelMap(List.of("disc", "square"), List.of("red", "blue", "large", "small"));

  private TinyDetector() {}

  /** A model's directory. */
  public static Path write(Path directory) throws IOException {
    var model = ModelDescription.small(NAMES, List.of(2, 2), List.of(1.0, 1.0), 96);
    Files.createDirectories(directory);
    model.write(directory);
    var values = DetectorWeights.initial(model.config(), 5);
    var file = new SafetensorsWriter();
    for (var name : values.parameters().names()) {
      var weights = values.floats(name);
      boolean still = name.equals("rpn.head.bbox_pred.weight");
      file.floats(
          name,
          values.parameters().shape(name),
          still ? FloatBuffer.allocate(weights.remaining()) : weights);
    }
    file.write(directory.resolve("model.safetensors"));
    return directory;
  }

  /** A grey picture with a coloured square. */
  public static Path picture(Path file, Color colour) throws IOException {
    var image = new BufferedImage(120, 96, BufferedImage.TYPE_INT_RGB);
    var paint = image.createGraphics();
    paint.setColor(Color.GRAY);
    paint.fillRect(0, 0, 120, 96);
    paint.setColor(colour);
    paint.fillRect(40, 30, 40, 40);
    paint.dispose();
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
