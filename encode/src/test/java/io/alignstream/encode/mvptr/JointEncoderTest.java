package io.alignstream.encode.mvptr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alignstream.encode.batch.LengthBuckets;
import io.alignstream.encode.runtime.DeviceSettings;
import io.alignstream.encode.runtime.Dropout;
import io.alignstream.encode.runtime.Feed;
import io.alignstream.encode.runtime.GraphFunction;
import io.alignstream.encode.runtime.GraphSession;
import io.alignstream.encode.runtime.InitialValues;
import io.alignstream.encode.runtime.ModelException;
import io.alignstream.encode.runtime.ParameterValues;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;

/** The numbers of layers that a configuration may give each stage, and no layer in stage 1. */
class JointEncoderTest {
  private static final String SIZES =
      """
      "vocab_size": 50, "only_word_size": 40, "hidden_size": 12, "num_hidden_layers": 4,
      "num_attention_heads": 3, "intermediate_size": 20, "max_position_embeddings": 16,
      "img_feature_dim": 5\
      """;

  @Test
  void eachStageHasHalfUnlessTheConfigurationSaysMore() {
    var halves = config("");
    var given = config(", \"uni_modal_layers\": 1, \"cross_modal_layers\": 3");

    assertThat(names(halves)).contains("bert.txt_encoder.layer.1.output.dense.weight");
    assertThat(names(halves)).noneMatch(name -> name.contains("layer.2"));
    assertThat(names(given)).contains("bert.mul_encoder.layer.2.output.dense.weight");
    assertThat(names(given)).noneMatch(name -> name.contains("vis_encoder.layer.1"));
  }

  @Test
  void aStageWithoutLayersHasNoWeights() {
    assertThat(names(joint())).noneMatch(name -> name.matches(".*(txt|vis)_encoder.*"));
  }

  /** Stage 2 of two stages sees tags through the regions only, a joint encoder by themselves. */
  @Test
  void theJointEncoderSeesTagsBesideTheRegions() {
    var some = run(joint(), 7);
    var others = run(joint(), 8);

    assertThat(some.get("regionsFrom")).containsExactly(4 + 3);
    assertThat(some.get("sequence")).hasSize((4 + 3 + 2) * 12);
    assertThat(some.get("pooled")).isNotEqualTo(others.get("pooled"));
  }

  @Test
  void whatCannotBeServedIsRefused() {
    var config = joint();
    assertThatThrownBy(
            () ->
                MvptrModel.open(
                    config,
                    values(config),
                    (w, cross) -> Map.of(),
                    false,
                    DeviceSettings.cpu(),
                    new LengthBuckets(1, 1)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("uni_modal_layers");
    assertThatThrownBy(() -> config(", \"cross_modal_layers\": 0"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cross_modal_layers 0");
  }

  private static MvptrConfig joint() {
    return config(", \"uni_modal_layers\": 0, \"cross_modal_layers\": 2");
  }

  private static MvptrConfig config(String more) {
    try {
      return MvptrConfig.from(new ObjectMapper().readTree("{%s%s}".formatted(SIZES, more)));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> names(MvptrConfig config) {
    return List.copyOf(parameters(config).names());
  }

  private static Parameters parameters(MvptrConfig config) {
    var parameters = new Parameters.Builder();
    new Mvptr(config).declare(parameters);
    return parameters.build();
  }

  private static ParameterValues values(MvptrConfig config) {
    return ParameterValues.initial(
        parameters(config), InitialValues.normal(3, 0.3f, List.of("LayerNorm")));
  }

  /** A text of 4 pieces with an image of 3 tags, the last of which is given, and 2 regions. */
  private static Map<String, float[]> run(MvptrConfig config, int tag) {
    var values = values(config);
    try (var session =
        GraphSession.build(
            DeviceSettings.cpu(), tf -> List.of(pair(Weights.frozen(tf, values), config)))) {
      var feeds = new LinkedHashMap<String, Feed>();
      feeds.put("input_ids_a", ints(1, 2, 3, 4));
      feeds.put("token_type_ids_a", ints(0, 0, 0, 0));
      feeds.put("attention_mask_a", ints(1, 1, 1, 1));
      feeds.put("input_ids_b", ints(5, 6, tag));
      feeds.put("token_type_ids_b", ints(1, 1, 1));
      feeds.put("attention_mask_b", ints(1, 1, 1, 1, 1));
      feeds.put("img_feats", Feed.floats(List.of(1L, 2L, 5L), new float[10]));
      feeds.put("cut", Feed.ints(List.of(), new int[] {3}));
      return session.run(
          "pair",
          feeds,
          results ->
              Map.of(
                  "regionsFrom", new float[] {results.ints("regionsFrom").get(0)},
                  "sequence", results.copyFloats("sequence"),
                  "pooled", results.copyFloats("pooled")));
    }
  }

  private static GraphFunction pair(Weights w, MvptrConfig config) {
    var inputs = PairInputs.placeholders(w.tf(), config);
    var cross = new Mvptr(config).encode(w.at("bert"), inputs, Dropout.NONE).cross();
    Map<String, Operand<?>> outputs =
        Map.of(
            "regionsFrom", cross.regionsFrom(),
            "sequence", cross.sequence(),
            "pooled", cross.pooled());
    return GraphFunction.of("pair", inputs.inputs(), outputs);
  }

  private static Feed ints(int... values) {
    return Feed.ints(List.of(1L, (long) values.length), values);
  }
}
