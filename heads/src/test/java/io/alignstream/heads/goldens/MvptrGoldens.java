package io.alignstream.heads.goldens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.encode.checkpoint.Checkpoint;
import io.alignstream.encode.checkpoint.ElementType;
import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.LoadRules;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the reference computed with small random weights (goldens' README: outputs differ by up to
 * 4e-6 between matrix libraries; 5e-5 still shows a wrong GELU or epsilon).
 */
public final class MvptrGoldens {
  public static final float TOLERANCE = 5e-5f;
  public static final double LOSS_TOLERANCE = 1e-5; // relative
  public static final int TAG_LENGTH = 8;
  private static final Path DIRECTORY = Path.of("src/test/resources/goldens/mvptr");

  private MvptrGoldens() {}

  public static MvptrConfig config(String model) {
    return MvptrConfig.from(json("config_%s.json".formatted(model)));
  }

  /** A JSON file. */
  public static JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(Files.readAllBytes(DIRECTORY.resolve(name)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static Checkpoint file(String name) {
    return Checkpoint.open(DIRECTORY.resolve(name + ".safetensors"));
  }

  public static ParameterValues weights(String model, Parameters parameters) {
    return ParameterValues.load(file(model), parameters, LoadRules.EXACT);
  }

  /** The seven tensors of a batch; those that exist with the prefix replace the others. */
  public static Map<String, Feed> pairs(Checkpoint inputs, String prefix, int cut) {
    Map<String, Feed> feeds = new HashMap<>();
    for (var name :
        List.of(
            "input_ids_a",
            "token_type_ids_a",
            "attention_mask_a",
            "input_ids_b",
            "token_type_ids_b",
            "attention_mask_b",
            "img_feats")) {
      var stored = inputs.names().contains(prefix + name) ? prefix + name : name;
      feeds.put(name, feed(inputs, stored));
    }
    feeds.put("cut", Feed.ints(List.of(), new int[] {cut}));
    return feeds;
  }

  /** Whole numbers become int32. */
  public static Feed feed(Checkpoint file, String name) {
    var info = file.info(name);
    if (info.type() == ElementType.F32) {
      return Feed.floats(info.shape(), buffer -> buffer.put(file.floats(name)));
    }
    return Feed.ints(
        info.shape(),
        buffer -> {
          var values = file.longs(name);
          while (values.hasRemaining()) {
            buffer.put(Math.toIntExact(values.get()));
          }
        });
  }

  /** The first random choice of a run (its permutation), where its outputs do not repeat it. */
  public static Feed firstDraw(String run) {
    var values = json("random_draws.json").path(run).path(0).path(1);
    return Feed.ints(
        List.of((long) values.size()), buffer -> values.forEach(v -> buffer.put(v.intValue())));
  }

  public static void assertOutput(
      Results results, String output, Checkpoint goldens, String golden) {
    assertThat(results.shape(output)).as(golden).isEqualTo(goldens.info(golden).shape());
    assertValues(results.copyFloats(output), goldens, golden);
  }

  public static void assertValues(float[] actual, Checkpoint goldens, String golden) {
    var expected = goldens.floats(golden);
    assertThat(actual.length).as(golden).isEqualTo(expected.remaining());
    float worst = 0;
    for (int i = 0; i < actual.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected.get(i)));
    }
    assertThat(worst).as("largest difference of %s", golden).isLessThanOrEqualTo(TOLERANCE);
  }

  public static void assertInts(Results results, String output, Checkpoint goldens, String golden) {
    var values = results.ints(output);
    var expected = goldens.longs(golden);
    assertThat(values.remaining()).isEqualTo(expected.remaining());
    for (int i = 0; i < values.remaining(); i++) {
      assertThat((long) values.get(i)).as("%s[%d]", golden, i).isEqualTo(expected.get(i));
    }
  }

  public static void assertLoss(Results results, String output, Checkpoint goldens, String golden) {
    double expected = goldens.floats(golden).get(0);
    assertThat(Math.abs(results.number(output) - expected) / Math.abs(expected))
        .as("relative difference of %s", golden)
        .isLessThanOrEqualTo(LOSS_TOLERANCE);
  }
}
