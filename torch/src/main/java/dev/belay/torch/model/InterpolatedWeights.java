package dev.belay.torch.model;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.tensor.ComputeType;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights between two models of one shape: {@code θ₀ + α (θ₁ − θ₀)}, worked out in fp32 and rounded
 * once (WiSE-FT, arXiv 2109.01903, equation 1), to bfloat16 at random ({@link RandomRounding}). α =
 * 0 and α = 1 give the models themselves, bit for bit. A weight is worked out each time that it is
 * asked for, in the caller's scope, so that no more than one of them is in memory.
 */
public final class InterpolatedWeights implements WeightSource {

  private final WeightSource base;
  private final WeightSource trained;
  private final double alpha;
  private final ComputeType type;

  /**
   * Weights between two sources, which must stay open.
   *
   * @param alpha share of the way from {@code base} to {@code trained}, in [0, 1]
   * @param type of the weights that it gives
   * @throws BadInputException if the models differ in shape, or {@code alpha} is out of range
   */
  public InterpolatedWeights(
      WeightSource base, WeightSource trained, double alpha, ComputeType type) {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new BadInputException(
          "alpha must lie between 0 (the first model) and 1 (the second), was %s."
              .formatted(alpha));
    }
    if (!WeightShape.all(base.config()).equals(WeightShape.all(trained.config()))) {
      throw new BadInputException(
          "the two models have different weights, so there is nothing between them: take a model"
              + " and one that was trained from it.");
    }
    this.base = base;
    this.trained = trained;
    this.alpha = alpha;
    this.type = type;
  }

  @Override
  public DecoderConfig config() {
    return base.config();
  }

  @Override
  public Tensor weight(String name) {
    if (alpha == 0 || alpha == 1) { // 0 · x added to −0 would be +0.
      return (alpha == 0 ? base : trained).weight(name).to(type.scalarType());
    }
    try (Scalar share = new Scalar(alpha)) {
      Tensor between =
          base.weight(name)
              .to(ComputeType.FLOAT32.scalarType(), false, true, new MemoryFormatOptional());
      between.lerp_(trained.weight(name).to(ComputeType.FLOAT32.scalarType()), share);
      if (type == ComputeType.BFLOAT16) {
        between = between.contiguous();
        RandomRounding.toBfloat16(between, name);
      }
      return between.to(type.scalarType());
    }
  }
}
