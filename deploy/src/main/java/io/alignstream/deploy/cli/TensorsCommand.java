package io.alignstream.deploy.cli;

import io.alignstream.detect.tensors.VinvlTensors;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.heads.tensors.MvptrTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alignstream tensors}. */
@Command(
    name = "tensors",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a model on a file of tensors, to compare with Python.",
      "Inputs and outputs are safetensors under the reference's names."
    })
final class TensorsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      description =
          "mvptr-embedding, mvptr-retrieval, mvptr-vqa, mvptr-ve, mvptr-re, mvptr-mlm, or vinvl.")
  private String model = "";

  @Option(
      names = "--checkpoint",
      required = true,
      description = "Directory with config.json and the weights (safetensors, .bin or .pth).")
  private Path checkpoint = Path.of("");

  @Option(
      names = "--in",
      required = true,
      description = {
        "input_ids_a, input_ids_b, and, where wanted, token_type_ids_a, attention_mask_a,"
            + " token_type_ids_b, attention_mask_b, img_feats, labels (mvptr-retrieval:"
            + " dice_index).",
        "vinvl: images [N, 3, H, W] as the network sees them, image_sizes [N, 2] height, width."
            + " An image of pixels that are no numbers, or of a size beyond its pixels, is named on"
            + " stderr; its maps become NaN and it has no boxes."
      })
  private Path inputs = Path.of("");

  @Option(names = "--out", required = true, description = "Where the outputs go.")
  private Path outputs = Path.of("");

  @Option(
      names = "--option",
      description = {
        "max_tag_length=N (20): where the cross-modal encoder stops seeing tags; use_b=true: it"
            + " sees them all; mod=1|2|3, phrase_layer=N: how mvptr-re scores regions;"
            + " gradients=true: loss, and grad/<weight> for every weight that takes part in it.",
        "vinvl: nms_filter=0|1|2, ignore_box_regression=true, score_thresh=N, min_detections=N,"
            + " max_detections=N."
      })
  private Map<String, String> options = Map.of();

  TensorsCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  TensorsCommand() {
    this(CommandSpec.create());
  }

  /** 0, or 1 if vinvl could not use an image; the others are written all the same. */
  @Override
  public Integer call() throws IOException {
    if (model.equals(VinvlTensors.MODEL)) {
      return vinvl();
    }
    if (!MvptrTensors.MODELS.contains(model)) {
      throw new ParameterException(
          spec.commandLine(),
          "no model %s; there are %s, %s"
              .formatted(model, String.join(", ", MvptrTensors.MODELS), VinvlTensors.MODEL));
    }
    MvptrTensors.run(model, checkpoint, Checkpoint.open(inputs), options).write(outputs);
    return 0;
  }

  private int vinvl() throws IOException {
    var found = VinvlTensors.run(checkpoint, Checkpoint.open(inputs), options);
    found.write(outputs);
    found.rejected().forEach(spec.commandLine().getErr()::println);
    spec.commandLine().getErr().flush();
    return found.rejected().isEmpty() ? 0 : 1;
  }
}
