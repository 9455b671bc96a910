package dev.belay.torch.model;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A model with a share of its adapter: {@code θ₀ + α · scale · up · down}, which is what stands
 * between the base and the two together. α = 0 is the base itself, bit for bit.
 */
public final class ScaledAdapter implements WeightSource {

  private final WeightSource adapted;
  private final double alpha;

  /**
   * A share of an adapter.
   *
   * @param adapted a base with its adapter, which must stay open
   * @param alpha in [0, 1]
   */
  public ScaledAdapter(WeightSource adapted, double alpha) {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha lies in [0, 1], was " + alpha);
    }
    this.adapted = adapted;
    this.alpha = alpha;
  }

  @Override
  public DecoderConfig config() {
    return adapted.config();
  }

  @Override
  public Tensor weight(String name) {
    Tensor weight = base().weight(name);
    return adapter(name).map(low -> low.addedTo(weight)).orElse(weight);
  }

  @Override
  public WeightSource base() {
    return adapted.base();
  }

  @Override
  public Optional<LowRank> adapter(String name) {
    return alpha == 0
        ? Optional.empty()
        : adapted.adapter(name).map(low -> new LowRank(low.down(), low.up(), alpha * low.scale()));
  }

  @Override
  public boolean isFixed() {
    return adapted.isFixed();
  }
}
