package io.alignstream.detect.model;

/**
 * One convolution as the checkpoint names it.
 *
 * @param path of the block that holds it
 * @param conv its name there; {@code weight} is [out, in / groups, kernel, kernel]
 * @param norm the batch norm after it, or empty: then it has a bias
 */
record ConvolutionSpec(
    String path, String conv, String norm, int out, int in, int kernel, int groups, int stride) {

  static ConvolutionSpec normed(
      String path, String conv, String norm, int out, int in, int kernel, int stride) {
    return new ConvolutionSpec(path, conv, norm, out, in, kernel, 1, stride);
  }

  static ConvolutionSpec biased(String path, String conv, int out, int in, int kernel, int stride) {
    return new ConvolutionSpec(path, conv, "", out, in, kernel, 1, stride);
  }

  String convPath() {
    return path + "." + conv;
  }

  String normPath() {
    return path + "." + norm;
  }

  int inPerGroup() {
    return in / groups;
  }

  boolean hasNorm() {
    return !norm.isEmpty();
  }
}
