package dev.belay.torch.model;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights between two models of one shape: {@code θ₀ + α (θ₁ − θ₀)}, worked out in fp32 and rounded
 * once (WiSE-FT, arXiv 2109.01903, equation 1). α = 0 and α = 1 give the models themselves, bit for
 * bit. Each weight is worked out when it is first asked for.
 */
public final class InterpolatedWeights implements WeightSource, AutoCloseable {

  private final WeightSource base;
  private final WeightSource trained;
  private final double alpha;
  private final ComputeType type;
  private final Map<String, Tensor> weights = new HashMap<>();

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
    return weights.computeIfAbsent(name, this::between);
  }

  private Tensor between(String name) {
    try (TensorScope _ = new TensorScope();
        Scalar share = new Scalar(alpha)) {
      Tensor from = base.weight(name).to(ComputeType.FLOAT32.scalarType());
      Tensor to = trained.weight(name).to(ComputeType.FLOAT32.scalarType());
      return TensorScope.retain(from.lerp(to, share).to(type.scalarType()));
    }
  }

  @Override
  public void close() {
    weights.values().forEach(Tensor::close);
    weights.clear();
  }
}
