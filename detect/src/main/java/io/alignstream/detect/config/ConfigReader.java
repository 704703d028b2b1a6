package io.alignstream.detect.config;

import com.typesafe.config.ConfigException;
import io.alignstream.detect.boxes.BoxCoder;
import io.alignstream.detect.boxes.Nms;
import io.alignstream.detect.pixels.NetworkInput;
import io.alignstream.detect.pixels.SizeRule;
import io.alignstream.detect.select.AttributeRules;
import io.alignstream.detect.select.DetectionRules;
import io.alignstream.detect.select.ProposalRules;
import java.util.List;
import java.util.Map;

/** Hyperparameters under the keys that the reference's files give them. */
final class ConfigReader {
  private ConfigReader() {}

  static DetectorConfig read(Options options) {
    require(options);
    try {
      return new DetectorConfig(
          trunk(options),
          rpn(options),
          new DetectorConfig.Pooling(
              options.integer("MODEL.ROI_BOX_HEAD.POOLER_RESOLUTION"),
              options.integer("MODEL.ROI_BOX_HEAD.POOLER_SAMPLING_RATIO")),
          options.integer("MODEL.ROI_BOX_HEAD.NUM_CLASSES"),
          detections(options),
          attributes(options),
          input(options, options.integer("INPUT.MIN_SIZE_TEST"), "INPUT.MAX_SIZE_TEST"),
          input(options, options.integers("INPUT.MIN_SIZE_TRAIN").get(0), "INPUT.MAX_SIZE_TRAIN"),
          training(options));
    } catch (IllegalArgumentException e) {
      throw new ConfigException.Generic(options.origin() + ": " + e.getMessage(), e);
    }
  }

  private static void require(Options options) {
    Map.of(
            "MODEL.META_ARCHITECTURE", "AttrRCNN",
            "MODEL.RPN.USE_FPN", false,
            "MODEL.CLS_AGNOSTIC_BBOX_REG", false,
            "MODEL.RESNETS.STRIDE_IN_1X1", false,
            "MODEL.RESNETS.RES5_DILATION", 1,
            "MODEL.RESNETS.WITH_MODULATED_DCN", false,
            "MODEL.ROI_ATTRIBUTE_HEAD.SHARE_BOX_FEATURE_EXTRACTOR", true,
            "MODEL.ATTRIBUTE_ON", true,
            "INPUT.TO_BGR255", true,
            "INPUT.PIXEL_STD", List.of(1, 1, 1))
        .forEach(options::require);
  }

  private static TrunkConfig trunk(Options options) {
    var body = options.text("MODEL.BACKBONE.CONV_BODY");
    if (body.equals("PLAIN")) {
      return new TrunkConfig.Plain(
          options.rows("MODEL.PLAIN.CONVS").stream()
              .map(row -> new TrunkConfig.Plain.Convolution(row.get(0), row.get(1), row.get(2)))
              .toList(),
          options.integer("MODEL.PLAIN.HEAD_CHANNELS"),
          options.integer("MODEL.PLAIN.FEATURE_SIZE"),
          options.integer("MODEL.ROI_BOX_HEAD.POOLER_RESOLUTION"));
    }
    var known =
        Map.of(
            "R-50-C4",
            List.of(3, 4, 6),
            "R-101-C4",
            List.of(3, 4, 23),
            "R-152-C4",
            List.of(3, 8, 36));
    if (!known.containsKey(body)) {
      throw new IllegalArgumentException(
          "MODEL.BACKBONE.CONV_BODY is %s, not one of %s or PLAIN".formatted(body, known.keySet()));
    }
    return new TrunkConfig.ResNeXt(
        options.integer("MODEL.RESNETS.STEM_OUT_CHANNELS"),
        options.integer("MODEL.RESNETS.RES2_OUT_CHANNELS"),
        options.integer("MODEL.RESNETS.NUM_GROUPS"),
        options.integer("MODEL.RESNETS.WIDTH_PER_GROUP"),
        options.has(Options.BLOCKS) ? options.integers(Options.BLOCKS) : known.get(body),
        options.has(Options.C5_BLOCKS) ? options.integer(Options.C5_BLOCKS) : 3,
        options.integer("MODEL.BACKBONE.FREEZE_CONV_BODY_AT"));
  }

  private static DetectorConfig.Rpn rpn(Options options) {
    boolean plain = options.text("MODEL.BACKBONE.CONV_BODY").equals("PLAIN");
    return new DetectorConfig.Rpn(
        plain ? options.integer("MODEL.PLAIN.RPN_CHANNELS") : trunk(options).channels(),
        options.numbers("MODEL.RPN.ANCHOR_SIZES"),
        options.numbers("MODEL.RPN.ASPECT_RATIOS"),
        proposals(options, "TEST"),
        proposals(options, "TRAIN"));
  }

  private static ProposalRules proposals(Options options, String when) {
    return new ProposalRules(
        options.integer("MODEL.RPN.PRE_NMS_TOP_N_" + when),
        options.integer("MODEL.RPN.POST_NMS_TOP_N_" + when),
        options.number("MODEL.RPN.NMS_THRESH"),
        options.integer("MODEL.RPN.MIN_SIZE"),
        Nms.TORCHVISION);
  }

  private static DetectionRules detections(Options options) {
    var weights = options.numbers("MODEL.ROI_HEADS.BBOX_REG_WEIGHTS");
    return new DetectionRules(
        DetectionRules.Filter.numbered(options.integer("MODEL.ROI_HEADS.NMS_FILTER")),
        options.number("MODEL.ROI_HEADS.SCORE_THRESH"),
        options.number("MODEL.ROI_HEADS.NMS"),
        options.integer("MODEL.ROI_HEADS.MIN_DETECTIONS_PER_IMG"),
        options.integer("MODEL.ROI_HEADS.DETECTIONS_PER_IMG"),
        new BoxCoder(
            weights.get(0).floatValue(),
            weights.get(1).floatValue(),
            weights.get(2).floatValue(),
            weights.get(3).floatValue()),
        options.flag("TEST.IGNORE_BOX_REGRESSION"),
        Nms.TORCHVISION);
  }

  private static DetectorConfig.Attributes attributes(Options options) {
    var groups = options.integers("MODEL.ROI_ATTRIBUTE_HEAD.GROUPS");
    var weights = options.numbers("MODEL.ROI_ATTRIBUTE_HEAD.GROUP_WEIGHTS");
    return new DetectorConfig.Attributes(
        options.integer("MODEL.ROI_ATTRIBUTE_HEAD.NUM_ATTRIBUTES"),
        options.integer("MODEL.ROI_ATTRIBUTE_HEAD.CLS_EMD_DIM"),
        options.integer("MODEL.ROI_ATTRIBUTE_HEAD.ATTR_EMD_DIM"),
        new AttributeRules(
            options.number("MODEL.ROI_ATTRIBUTE_HEAD.POSTPROCESS_ATTRIBUTES_THRESHOLD"),
            options.integer("MODEL.ROI_ATTRIBUTE_HEAD.MAX_NUM_ATTR_PER_OBJ"),
            options.integer("MODEL.ROI_ATTRIBUTE_HEAD.MAX_NUM_ATTR_PER_IMG")),
        groups,
        weights.isEmpty() ? groups.stream().map(group -> 1.0).toList() : weights,
        options.number("MODEL.ROI_ATTRIBUTE_HEAD.LOSS_WEIGHT"));
  }

  private static NetworkInput input(Options options, int shortSide, String longSide) {
    return new NetworkInput(
        new SizeRule(shortSide, options.integer(longSide)),
        options.numbers("INPUT.PIXEL_MEAN"),
        options.integer("DATALOADER.SIZE_DIVISIBILITY"));
  }

  private static DetectorConfig.Training training(Options options) {
    return new DetectorConfig.Training(
        sampling(options, "MODEL.RPN"),
        sampling(options, "MODEL.ROI_HEADS"),
        options.integer("MODEL.RPN.STRADDLE_THRESH"),
        options.integer("SOLVER.IMS_PER_BATCH"),
        SolverConfig.from(options),
        options.number("INPUT.HORIZONTAL_FLIP_PROB_TRAIN"));
  }

  private static DetectorConfig.Sampling sampling(Options options, String section) {
    return new DetectorConfig.Sampling(
        options.number(section + ".FG_IOU_THRESHOLD"),
        options.number(section + ".BG_IOU_THRESHOLD"),
        options.integer(section + ".BATCH_SIZE_PER_IMAGE"),
        options.number(section + ".POSITIVE_FRACTION"));
  }
}
