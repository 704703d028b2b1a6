package io.alignstream.detect.config;

import io.alignstream.detect.pixels.NetworkInput;
import io.alignstream.detect.select.AttributeRules;
import io.alignstream.detect.select.DetectionRules;
import io.alignstream.detect.select.ProposalRules;
import java.nio.file.Path;
import java.util.List;

/**
 * Hyperparameters of a Faster R-CNN with an attribute head.
 *
 * @param trunk the network to the feature map, and the box head
 * @param rpn the region proposal network
 * @param pooling RoIAlign's grid
 * @param classes number of classes, the background included
 * @param detections how classified proposals become detections
 * @param attributes the attribute head
 * @param input pre-processing at inference
 * @param trainInput pre-processing in training
 * @param training what training samples and how it steps
 */
public record DetectorConfig(
    TrunkConfig trunk,
    Rpn rpn,
    Pooling pooling,
    int classes,
    DetectionRules detections,
    Attributes attributes,
    NetworkInput input,
    NetworkInput trainInput,
    Training training) {

  /**
   * The region proposal network.
   *
   * @param channels of its hidden layer
   * @param sizes square roots of anchor areas in pixels
   * @param ratios of anchors, height over width
   * @param test proposals at inference
   * @param train proposals in training
   */
  public record Rpn(
      int channels,
      List<Double> sizes,
      List<Double> ratios,
      ProposalRules test,
      ProposalRules train) {
    /** Copies the lists. */
    public Rpn {
      sizes = List.copyOf(sizes);
      ratios = List.copyOf(ratios);
    }

    /** Anchors a cell. */
    public int anchors() {
      return sizes.size() * ratios.size();
    }
  }

  /**
   * RoIAlign's grid.
   *
   * @param side bins in each direction
   * @param samples a bin and direction; 0 adapts them to the region's size
   */
  public record Pooling(int side, int samples) {}

  /**
   * The attribute head.
   *
   * @param count attributes, none (index 0) included
   * @param embedding size of the class embedding
   * @param hidden size of the hidden layer
   * @param rules what detections get
   * @param groups sizes of groups that exclude each other; empty: one softmax over all
   * @param groupWeights weight of each group's loss
   * @param lossWeight weight of the whole
   */
  public record Attributes(
      int count,
      int embedding,
      int hidden,
      AttributeRules rules,
      List<Integer> groups,
      List<Double> groupWeights,
      double lossWeight) {
    /** Copies the lists; groups cover all attributes. */
    public Attributes {
      groups = List.copyOf(groups);
      groupWeights = List.copyOf(groupWeights);
      int grouped = groups.stream().mapToInt(Integer::intValue).sum();
      if (!groups.isEmpty() && (grouped != count - 1 || groupWeights.size() != groups.size())) {
        throw new IllegalArgumentException(
            "groups %s with weights %s do not cover %d attributes"
                .formatted(groups, groupWeights, count - 1));
      }
    }
  }

  /** What a stage of training samples: matched from {@code foreground} on, not below the other. */
  public record Sampling(double foreground, double background, int perImage, double positives) {}

  /**
   * How training samples and steps ({@code SOLVER}).
   *
   * @param rpn anchors
   * @param boxes proposals
   * @param straddle pixels by which an anchor may leave the image and still count
   * @param imagesPerStep batch size
   * @param solver steps
   * @param flip share of images that are mirrored
   */
  public record Training(
      Sampling rpn,
      Sampling boxes,
      int straddle,
      int imagesPerStep,
      SolverConfig solver,
      double flip) {}

  /** VinVL's X152-C4 model with 1,594 classes and 524 attributes. */
  public static DetectorConfig vinvl() {
    return ConfigReader.read(Options.vinvl());
  }

  /**
   * Reads the reference's YAML, HOCON or {@code config.json}; keys that are missing are VinVL's.
   *
   * @throws com.typesafe.config.ConfigException that names the file and the key
   */
  public static DetectorConfig read(Path file) {
    return ConfigReader.read(Options.vinvl().replacedBy(file));
  }

  /**
   * The same from HOCON at hand.
   *
   * @throws com.typesafe.config.ConfigException that names the key
   */
  public static DetectorConfig parse(String hocon) {
    return ConfigReader.read(Options.vinvl().replacedBy(hocon));
  }

  /** The same with other rules for detections. */
  public DetectorConfig with(DetectionRules rules) {
    return new DetectorConfig(
        trunk, rpn, pooling, classes, rules, attributes, input, trainInput, training);
  }

  /** The same with other rules for proposals at inference. */
  public DetectorConfig with(ProposalRules rules) {
    var other = new Rpn(rpn.channels, rpn.sizes, rpn.ratios, rules, rpn.train);
    return new DetectorConfig(
        trunk, other, pooling, classes, detections, attributes, input, trainInput, training);
  }
}
