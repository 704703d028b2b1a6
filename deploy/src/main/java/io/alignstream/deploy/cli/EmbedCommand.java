package io.alignstream.deploy.cli;

import io.alignstream.encode.checkpoint.SafetensorsWriter;
import io.alignstream.schemas.avro.FloatTensor;
import io.alignstream.schemas.avro.RepresentationsResult;
import io.alignstream.schemas.line.TaskKind;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alignstream embed}. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what MVPTR's encoders make of an image and a text, as safetensors of float32 without"
          + " padding:",
      "",
      "sequence_output [La + R, H]: the cross-modal states of the text's tokens ([CLS], words,"
          + " phrases, [SEP]) and of the regions;",
      "pooled_output [1, H]: the pooled state of the pair;",
      "txt_encoder_output [La, H]: the text encoder's states;",
      "vis_encoder_output [Lb + R, H]: the visual encoder's states of the tags' tokens and of the"
          + " regions."
    },
    footer = {
      "",
      "Examples:",
      "  alignstream embed --image scene.png --text 'a red square' --out pair.safetensors",
      "  alignstream embed -i photo.jpg -t 'a man on a horse' -o pair.safetensors"
          + " --checkpoint mvptr-base --detector vinvl",
      "In Python: safetensors.torch.load_file('pair.safetensors')['pooled_output']"
    })
final class EmbedCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private QuestionOptions options = new QuestionOptions();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Where the tensors go.")
  private Path out = Path.of("");

  EmbedCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which fills in the specification. */
  EmbedCommand() {
    this(CommandSpec.create());
  }

  @Override
  public Integer call() throws IOException {
    QuestionOptions.requirePlace(spec, out);
    var answered = options.ask(spec, TaskKind.REPRESENTATIONS);
    var tensors = tensors(answered.answer().getRepresentations());
    var file =
        new SafetensorsWriter()
            .metadata("image", answered.picture().file().toString())
            .metadata("text", options.text())
            .metadata("model_version", answered.answer().getModelVersion());
    tensors.forEach((name, tensor) -> file.floats(name, shape(tensor), values(tensor)));
    file.write(out);
    options.print(
        spec,
        answered,
        tensors.entrySet().stream()
            .map(tensor -> "%-20s %s".formatted(tensor.getKey(), tensor.getValue().getShape()))
            .toList(),
        json -> {
          json.put("out", out.toString());
          var shapes = json.putObject("tensors");
          tensors.forEach((name, tensor) -> tensor.getShape().forEach(shapes.putArray(name)::add));
          return json;
        });
    return 0;
  }

  private static Map<String, FloatTensor> tensors(RepresentationsResult result) {
    var tensors = new LinkedHashMap<String, FloatTensor>();
    tensors.put("sequence_output", result.getSequenceOutput());
    tensors.put("pooled_output", result.getPooledOutput());
    tensors.put("txt_encoder_output", result.getTxtEncoderOutput());
    tensors.put("vis_encoder_output", result.getVisEncoderOutput());
    return tensors;
  }

  private static List<Long> shape(FloatTensor tensor) {
    return tensor.getShape().stream().map(Integer::longValue).toList();
  }

  private static FloatBuffer values(FloatTensor tensor) {
    var values = FloatBuffer.allocate(tensor.getValues().size());
    tensor.getValues().forEach(values::put);
    return values.flip();
  }
}
