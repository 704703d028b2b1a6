package io.alignstream.detect.config;

import java.util.List;
import java.util.function.Function;

/** Which network makes the feature map and the box features. */
public sealed interface TrunkConfig {
  /** Pixels a cell of the feature map. */
  int stride();

  /** Channels of the feature map. */
  int channels();

  /** Numbers of a box feature. */
  int featureSize();

  /** Joins the branches. */
  <R> R fold(Function<ResNeXt, R> resNeXt, Function<Plain, R> plain);

  /**
   * ResNeXt to C4 with C5 as the box head (Xie et al. 2017; VinVL).
   *
   * @param stem channels of the stem
   * @param stage2 channels after the first stage; they double with each
   * @param groups groups of the 3 × 3 convolutions
   * @param widthPerGroup channels a group in the first stage
   * @param blocks bottlenecks of the stages up to C4
   * @param c5Blocks bottlenecks of the box head
   * @param freezeAt stem and stages below this number keep their weights in training
   */
  record ResNeXt(
      int stem,
      int stage2,
      int groups,
      int widthPerGroup,
      List<Integer> blocks,
      int c5Blocks,
      int freezeAt)
      implements TrunkConfig {
    /** Copies the blocks: three stages. */
    public ResNeXt {
      blocks = List.copyOf(blocks);
      if (blocks.size() != 3) {
        throw new IllegalArgumentException("three stages lead to C4, not " + blocks);
      }
    }

    @Override
    public int stride() {
      return 16;
    }

    @Override
    public int channels() {
      return 4 * stage2;
    }

    @Override
    public int featureSize() {
      return 8 * stage2;
    }

    @Override
    public <R> R fold(Function<ResNeXt, R> resNeXt, Function<Plain, R> plain) {
      return resNeXt.apply(this);
    }
  }

  /**
   * A few convolutions with group norm, and a box head that keeps where things are: a strided 3 × 3
   * convolution, flattened, and one dense layer.
   *
   * @param convolutions kernel, stride and channels of each
   * @param headChannels of the box head's convolution
   * @param featureSize numbers of a box feature
   * @param pooled side of the RoIAlign grid
   */
  record Plain(List<Convolution> convolutions, int headChannels, int featureSize, int pooled)
      implements TrunkConfig {
    /** One convolution. */
    public record Convolution(int kernel, int stride, int channels) {}

    /** Copies the list. */
    public Plain {
      convolutions = List.copyOf(convolutions);
      if (convolutions.isEmpty()) {
        throw new IllegalArgumentException("a trunk needs convolutions");
      }
    }

    /** Numbers that are flattened after the box head's convolution. */
    public int flattened() {
      int side = (pooled + 1) / 2;
      return side * side * headChannels;
    }

    @Override
    public int stride() {
      return convolutions.stream().mapToInt(Convolution::stride).reduce(1, (a, b) -> a * b);
    }

    @Override
    public int channels() {
      return convolutions.get(convolutions.size() - 1).channels();
    }

    @Override
    public <R> R fold(Function<ResNeXt, R> resNeXt, Function<Plain, R> plain) {
      return plain.apply(this);
    }
  }
}
