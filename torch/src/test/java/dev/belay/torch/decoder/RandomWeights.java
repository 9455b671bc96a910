package dev.belay.torch.decoder;

import dev.belay.torch.model.AttentionConfig;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.DecoderFamily;
import dev.belay.torch.model.RotaryEmbedding;
import dev.belay.torch.model.SlidingWindow;
import dev.belay.torch.model.WeightShape;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Random fp32 weights for a decoder whose sizes are multiples of no vector's width. */
final class RandomWeights implements WeightSource, AutoCloseable {

  private final DecoderConfig config;
  private final Map<String, Tensor> weights = new LinkedHashMap<>();

  /** Of the Llama family. */
  RandomWeights(boolean tied) {
    this(DecoderFamily.LLAMA, tied);
  }

  RandomWeights(DecoderFamily family, boolean tied) {
    this.config =
        DecoderConfig.builder(family)
            .vocabularySize(29)
            .hiddenSize(20)
            .intermediateSize(22)
            .layers(2)
            .heads(4, 2, 6)
            .maxPositions(1024)
            .rmsNormEps(1e-5)
            .attention(attention(family))
            .tiedEmbeddings(tied)
            .build();
    Random random = new Random(tied ? 1 : 2);
    WeightShape.all(config).forEach(shape -> add(shape, random));
  }

  /** Gemma's first layer sees five tokens. */
  private static AttentionConfig attention(DecoderFamily family) {
    RotaryEmbedding rope = RotaryEmbedding.unscaled(10_000);
    if (family != DecoderFamily.GEMMA3) {
      return AttentionConfig.full(6, rope);
    }
    SlidingWindow window =
        new SlidingWindow(5, RotaryEmbedding.unscaled(100), List.of(true, false));
    return new AttentionConfig(9, rope, Optional.of(window));
  }

  private void add(WeightShape weight, Random random) {
    boolean norm = weight.name().contains("norm");
    double center = norm && !config.family().block().offsetNorms() ? 1 : 0;
    double spread = norm ? 0.1 : 0.3;
    float[] values = new float[(int) weight.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (center + spread * random.nextGaussian());
    }
    try (TensorScope _ = new TensorScope()) {
      long[] sizes = weight.shape().stream().mapToLong(Long::longValue).toArray();
      weights.put(weight.name(), TensorScope.retain(torch.tensor(values).view(sizes)));
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
