package dev.belay.torch.decoder;

import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.DecoderFamily;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Random fp32 weights for a decoder whose sizes are multiples of no vector's width. */
final class RandomWeights implements WeightSource, AutoCloseable {

  private final DecoderConfig config;
  private final Map<String, Tensor> weights = new LinkedHashMap<>();

  RandomWeights(boolean tied) {
    this.config =
        new DecoderConfig(DecoderFamily.LLAMA, 29, 20, 22, 2, 4, 2, 6, 1024, 1e-5, 10_000, tied);
    Random random = new Random(tied ? 1 : 2);
    add(WeightNames.embedding(config), random);
    for (int i = 0; i < config.layers(); i++) {
      WeightNames names = new WeightNames(i);
      add(names.inputNorm(config), random);
      names.queryKeyValue(config).forEach(part -> add(part, random));
      add(names.output(config), random);
      add(names.feedForwardNorm(config), random);
      names.gateUp(config).forEach(part -> add(part, random));
      add(names.down(config), random);
    }
    add(WeightNames.finalNorm(config), random);
    if (!tied) {
      add(WeightNames.head(config), random);
    }
  }

  private void add(WeightNames.Part part, Random random) {
    List<Long> shape = part.shape();
    boolean norm = shape.size() == 1;
    float[] values =
        new float[(int) shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (norm ? 1 + 0.1 * random.nextGaussian() : 0.3 * random.nextGaussian());
    }
    try (TensorScope _ = new TensorScope()) {
      long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
      weights.put(part.name(), TensorScope.retain(torch.tensor(values).view(sizes)));
    }
  }

  @Override
  public DecoderConfig config() {
    return config;
  }

  @Override
  public Tensor weight(String name) {
    Tensor weight = weights.get(name);
    if (weight == null) {
      throw new IllegalArgumentException("no weight " + name);
    }
    return weight;
  }

  /** Replaces a weight by one of another shape. */
  void misshape(String name) {
    try (TensorScope _ = new TensorScope()) {
      Tensor old = weights.put(name, TensorScope.retain(torch.zeros(3, 5)));
      if (old != null) {
        old.close();
      }
    }
  }

  @Override
  public void close() {
    weights.values().forEach(Tensor::close);
    weights.clear();
  }
}
