package dev.belay.torch.model;

import dev.belay.core.model.LoraTarget;
import dev.belay.torch.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A base with a random adapter beside it, as one finds it after training. */
public final class RandomAdapter implements WeightSource, AutoCloseable {

  private final WeightSource base;
  private final Map<String, LowRank> adapters = new LinkedHashMap<>();

  /**
   * An adapter, whose ranks differ from weight to weight.
   *
   * @param size of its numbers
   */
  public RandomAdapter(WeightSource base, Set<LoraTarget> targets, double size, long seed) {
    this.base = base;
    Random random = new Random(seed);
    try (TensorScope _ = new TensorScope()) {
      for (WeightShape weight : WeightShape.all(base.config())) {
        if (targets.stream().anyMatch(target -> target.names(weight.name()))) {
          long rank = 1L + random.nextInt(5);
          adapters.put(
              weight.name(),
              new LowRank(
                  numbers(random, size, rank, weight.shape().get(1)),
                  numbers(random, size, weight.rows(), rank),
                  0.5 + random.nextDouble()));
        }
      }
    }
  }

  private static Tensor numbers(Random random, double size, long rows, long columns) {
    float[] values = new float[(int) (rows * columns)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (size * random.nextGaussian());
    }
    return TensorScope.retain(torch.tensor(values).view(rows, columns).clone());
  }

  @Override
  public DecoderConfig config() {
    return base.config();
  }

  @Override
  public Tensor weight(String name) {
    Tensor weight = base.weight(name);
    return adapter(name).map(low -> low.addedTo(weight)).orElse(weight);
  }

  @Override
  public WeightSource base() {
    return base;
  }

  @Override
  public Optional<LowRank> adapter(String name) {
    return Optional.ofNullable(adapters.get(name));
  }

  /** The same weights with the adapter merged, in fp32. */
  public WeightSource merged() {
    return new WeightSource() {
      @Override
      public DecoderConfig config() {
        return base.config();
      }

      @Override
      public Tensor weight(String name) {
        return RandomAdapter.this.weight(name);
      }
    };
  }

  @Override
  public void close() {
    for (LowRank low : adapters.values()) {
      low.down().close();
      low.up().close();
    }
    adapters.clear();
  }
}
