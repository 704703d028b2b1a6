package io.alignstream.deploy.cli;

import io.alignstream.detect.cache.CachedDetector;
import io.alignstream.detect.cache.DetectionCache;
import io.alignstream.detect.draw.RegionsPicture;
import io.alignstream.detect.stage.Detector;
import io.alignstream.detect.tsv.DetectionFiles;
import io.alignstream.detect.vinvl.VinvlDetector;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.ingest.decode.DecodeSettings;
import io.alignstream.ingest.decode.ImageDecoder;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.Regions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alignstream detect}. */
@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    description = {
      "Finds regions, tags and features in images, without Kafka.",
      "",
      "Writes predictions.tsv with its lineidx, hw.tsv and imageid2idx.json, which the line's"
          + " features source and the reference's loaders read. Called again, it goes on where it"
          + " was interrupted."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream detect --model vinvl photo.jpg --out found --draw",
      "  alignstream detect --model vinvl --dir photos --out found --layout objects"
    })
final class DetectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Settings settings = new Settings();

  @Parameters(paramLabel = "IMAGE", arity = "0..*", description = "Image files.")
  private List<Path> images = List.of();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "All images in a directory, by name (jpg, png, webp, gif, bmp).")
  private Optional<Path> directory = Optional.empty();

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "DIR",
      description = "Weights (.pth or safetensors), config.json or YAML, labelmap.json.")
  private Path model = Path.of("");

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Where the files go; made if it is missing, continued if it is not.")
  private Path out = Path.of("");

  @Option(
      names = "--layout",
      defaultValue = "features",
      description = {
        "features: key, features with geometry, tags, as MVPTR's script writes them;",
        "objects: boxes, scores, attributes, features, as the VinVL benchmark writes them",
        "(default: ${DEFAULT-VALUE})."
      })
  private DetectionFiles.Layout layout = DetectionFiles.Layout.FEATURES;

  @Option(
      names = "--draw",
      description = "Writes a picture of each image too, with boxes, tags and scores.")
  private boolean draw;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "Keeps detections there and takes from there what was seen before.")
  private Optional<Path> cache = Optional.empty();

  @Option(
      names = "--cache-bytes",
      paramLabel = "N",
      defaultValue = "4000000000",
      description = "Most bytes that --cache keeps (default: ${DEFAULT-VALUE}).")
  private long cacheBytes;

  DetectCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  DetectCommand() {
    this(CommandSpec.create());
  }

  /** 0, or 1 if an image could not be used; the others are written all the same. */
  @Override
  public Integer call() throws IOException {
    var byKey = byKey();
    var decoder =
        new ImageDecoder(
            DecodeSettings.from(settings.config().getConfig("alignstream.ingest.decode")));
    int failed = 0;
    try (var files = new DetectionFiles(out, layout)) {
      byKey.keySet().removeAll(files.done());
      if (byKey.isEmpty()) {
        return 0;
      }
      try (var vinvl = VinvlDetector.open(model, DeviceSettings.cpu());
          var progress = Progress.ofImages("detect", byKey.size())) {
        var detector = cached(vinvl);
        for (var image : byKey.entrySet()) {
          failed += detect(image.getKey(), image.getValue(), decoder, detector, files) ? 0 : 1;
          progress.add(1);
        }
      }
    }
    return failed == 0 ? 0 : 1;
  }

  private boolean detect(
      String key, Path image, ImageDecoder decoder, Detector detector, DetectionFiles files)
      throws IOException {
    var decoded = read(image).flatMap(decoder::decode);
    var found = decoded.flatMap(pixels -> detector.detect(List.of(pixels)).get(0));
    if (found.toOptional().isEmpty()) {
      spec.commandLine().getErr().printf("%s: %s%n", image, reason(found));
      return false;
    }
    var regions = found.toOptional().orElseThrow();
    files.write(key, regions);
    if (draw) {
      draw(key, decoded.toOptional().orElseThrow(), regions);
    }
    return true;
  }

  /** A file that vanished, is a directory or holds too much is one image's mistake. */
  private static Outcome<Bytes> read(Path image) {
    try {
      return Outcome.accepted(Bytes.wrap(Files.readAllBytes(image)));
    } catch (IOException | OutOfMemoryError e) { // readAllBytes says so of 2 GB and more
      return Outcome.rejected(
          Reason.of("detect", Reason.Code.UNDECODABLE_IMAGE, "cannot be read: " + e));
    }
  }

  private void draw(String key, DecodedImage image, Regions regions) throws IOException {
    RegionsPicture.write(image, regions, out.resolve(key + ".regions.png"));
  }

  private static String reason(Outcome<Regions> outcome) {
    return outcome.fold(
        regions -> "", reason -> reason.message(), imageId -> "an image that is deleted");
  }

  private Detector cached(VinvlDetector detector) throws IOException {
    return cache.isEmpty()
        ? detector
        : new CachedDetector(detector, DetectionCache.open(cache.get(), cacheBytes));
  }

  /** Keys are file names without their last suffix, as MVPTR's script makes them. */
  private Map<String, Path> byKey() throws IOException {
    var all = new ArrayList<>(images);
    if (directory.isPresent()) {
      all.addAll(ImageNames.in(directory.get()));
    }
    if (all.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "no images: name some, or --dir");
    }
    var byKey = new LinkedHashMap<String, Path>();
    for (var image : all) {
      if (!Files.isReadable(image)) {
        throw new ParameterException(spec.commandLine(), image + ": no such readable file");
      }
      var key = image.getFileName().toString().replaceFirst("\\.[^.]*$", "");
      if (byKey.put(key, image) != null) {
        throw new ParameterException(
            spec.commandLine(), "two images of the key '%s': keys are file names".formatted(key));
      }
    }
    return byKey;
  }
}
