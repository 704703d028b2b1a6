package io.alignstream.heads.tensors;

import io.alignstream.encode.mvptr.MvptrConfig;
import io.alignstream.encode.runtime.ModelException;
import io.alignstream.heads.task.ReferringTask;
import java.util.Map;
import java.util.Set;

/**
 * Options of a run, by the reference's names.
 *
 * @param maxTagLength where stage 2 cuts the tags off, whatever their true number
 * @param useB whether stage 2 sees the tags, all but their {@code [CLS]}
 * @param mod how referring expressions are scored
 * @param phraseLayer cross-modal layer to score them from, -1 for the last
 * @param gradients whether the loss and its gradients are given too
 */
record Options(
    int maxTagLength, boolean useB, ReferringTask.Mod mod, int phraseLayer, boolean gradients) {
  private static final Set<String> KNOWN =
      Set.of("max_tag_length", "use_b", "mod", "phrase_layer", "gradients");

  static Options of(Map<String, String> given) {
    for (var name : given.keySet()) {
      if (!KNOWN.contains(name)) {
        throw new ModelException("no option %s among %s".formatted(name, KNOWN));
      }
    }
    return new Options(
        whole(given, "max_tag_length", 20),
        truth("use_b", given),
        ReferringTask.Mod.of(whole(given, "mod", 1)),
        given.getOrDefault("phrase_layer", "none").equals("none")
            ? -1
            : whole(given, "phrase_layer", -1),
        truth("gradients", given));
  }

  /** From where stage 2 sees the image. */
  int cut() {
    return useB ? 1 : maxTagLength;
  }

  int layer(MvptrConfig config) {
    return phraseLayer < 0 ? config.crossModalLayers() - 1 : phraseLayer;
  }

  private static int whole(Map<String, String> given, String name, int missing) {
    var value = given.getOrDefault(name, Integer.toString(missing));
    try {
      int number = Integer.parseInt(value);
      if (number < 0 && number != missing) {
        throw new ModelException("%s is %d".formatted(name, number));
      }
      return number;
    } catch (NumberFormatException e) {
      throw new ModelException("%s is '%s', not a whole number".formatted(name, value), e);
    }
  }

  private static boolean truth(String name, Map<String, String> given) {
    var value = given.getOrDefault(name, "false");
    return switch (value) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new ModelException("%s is '%s', not true or false".formatted(name, value));
    };
  }
}
