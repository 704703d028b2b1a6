package io.alignstream.detect.model;

import io.alignstream.detect.config.DetectorConfig;
import io.alignstream.encode.runtime.Layers;
import io.alignstream.encode.runtime.Parameters;
import io.alignstream.encode.runtime.Weights;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Faster R-CNN with an attribute head: its parts as functions of weights and operands. */
record FasterRcnnNet(DetectorConfig config, Trunk trunk) {
  private static final String RPN = "rpn.head";
  private static final String BOX = "roi_heads.box.predictor";
  private static final String ATTRIBUTE = "attribute.predictor";

  /** The net of a configuration. */
  static FasterRcnnNet of(DetectorConfig config) {
    return new FasterRcnnNet(config, Trunk.of(config.trunk()));
  }

  /**
   * What the RPN says of every anchor.
   *
   * @param objectness logits [N, h, w, A]
   * @param deltas [N, h, w, 4·A], anchor by anchor
   */
  record Rpn(Operand<TFloat32> objectness, Operand<TFloat32> deltas) {}

  /**
   * What the box head says of every region.
   *
   * @param logits [K, L]
   * @param regression deltas of every class [K, 4·L]
   */
  record Classes(Operand<TFloat32> logits, Operand<TFloat32> regression) {}

  Operand<TFloat32> body(Weights w, Convolutions conv, Operand<TFloat32> pixels) {
    return trunk.body(w, conv, pixels);
  }

  /** The region proposal network over a feature map ({@code SingleConvRPNHead}). */
  Rpn rpn(Weights w, Convolutions conv, Operand<TFloat32> features) {
    var head = w.at(RPN);
    var hidden = head.tf().nn.relu(conv.apply(head, "conv", "", features, 1));
    return new Rpn(
        conv.apply(head, "cls_logits", "", hidden, 1),
        conv.apply(head, "bbox_pred", "", hidden, 1));
  }

  /** Pooled regions [K, P, P, C] to box features [K, F]. */
  Operand<TFloat32> regionFeatures(Weights w, Convolutions conv, Operand<TFloat32> pooled) {
    return trunk.regionFeatures(w, conv, pooled);
  }

  /** Box features [K, F] to classes and boxes. */
  Classes classes(Weights w, Operand<TFloat32> features) {
    var predictor = w.at(BOX);
    return new Classes(
        Layers.linear(predictor.at("cls_score"), features),
        Layers.linear(predictor.at("bbox_pred"), features));
  }

  /** Box features [K, F] and the classes found [K] to attribute logits [K, T]. */
  Operand<TFloat32> attributes(Weights w, Operand<TFloat32> features, Operand<TInt32> labels) {
    var predictor = w.at(ATTRIBUTE);
    var tf = predictor.tf();
    var embedding = Layers.lookup(tf, predictor.at("cls_embedding").get("weight"), labels);
    var joined = tf.concat(List.of(features, embedding), tf.constant(1)); // [K, F + embedding]
    var hidden = tf.nn.relu(Layers.linear(predictor.at("fc_attr"), joined));
    return Layers.linear(predictor.at("attr_score"), hidden);
  }

  /** Every convolution, the RPN's included. */
  List<ConvolutionSpec> convolutions() {
    var specs = new ArrayList<>(trunk.convolutions());
    int channels = config.trunk().channels();
    int hidden = config.rpn().channels();
    int anchors = config.rpn().anchors();
    specs.add(ConvolutionSpec.biased(RPN, "conv", hidden, channels, 3, 1));
    specs.add(ConvolutionSpec.biased(RPN, "cls_logits", anchors, hidden, 1, 1));
    specs.add(ConvolutionSpec.biased(RPN, "bbox_pred", 4 * anchors, hidden, 1, 1));
    return specs;
  }

  /** Declares what is no convolution. */
  void declareOthers(Parameters.Builder parameters) {
    trunk.declareOthers(parameters);
    int features = config.trunk().featureSize();
    var attributes = config.attributes();
    parameters
        .linear(BOX + ".cls_score", features, config.classes())
        .linear(BOX + ".bbox_pred", features, 4L * config.classes());
    parameters
        .at(ATTRIBUTE + ".cls_embedding")
        .add("weight", config.classes(), attributes.embedding());
    parameters
        .linear(ATTRIBUTE + ".fc_attr", features + attributes.embedding(), attributes.hidden())
        .linear(ATTRIBUTE + ".attr_score", attributes.hidden(), attributes.count());
  }
}
