package dev.belay.torch.decoder;

import dev.belay.torch.model.AttentionConfig;
import dev.belay.torch.model.AttentionConfig.ScoreScale;
import dev.belay.torch.model.BlockDesign.Trait;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.DecoderFamily;
import dev.belay.torch.model.LongRopeScaling;
import dev.belay.torch.model.Multipliers;
import dev.belay.torch.model.RotaryEmbedding;
import dev.belay.torch.model.SlidingWindow;
import dev.belay.torch.model.WeightShape;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.model.YarnScaling;
import dev.belay.torch.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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
            .multipliers(
                family == DecoderFamily.GRANITE ? new Multipliers(1.7, 0.4, 3) : Multipliers.NONE)
            .tiedEmbeddings(tied)
            .build();
    Random random = new Random(tied ? 1 : 2);
    WeightShape.all(config).forEach(shape -> add(shape, random));
  }

  /** Windows are of five tokens; sequences of more than 9 tokens are long to Phi 3. */
  private static AttentionConfig attention(DecoderFamily family) {
    RotaryEmbedding rope = RotaryEmbedding.unscaled(10_000);
    return switch (family) {
      case GEMMA3 -> {
        SlidingWindow window =
            new SlidingWindow(5, RotaryEmbedding.unscaled(100), List.of(true, false));
        yield new AttentionConfig(9, rope, Optional.of(window));
      }
      case MISTRAL ->
          new AttentionConfig(6, rope, Optional.of(SlidingWindow.everywhere(5, rope, 2)));
      case PHI3 -> {
        LongRopeScaling scaling =
            new LongRopeScaling(List.of(1.0, 1.5), List.of(2.0, 6.0), 9, 4, Optional.empty());
        yield AttentionConfig.full(6, new RotaryEmbedding(10_000, Optional.of(scaling), 0.7));
      }
      case SMOLLM3 -> AttentionConfig.full(6, rope).withUnturned(Set.of(1));
      case OLMO2 -> {
        YarnScaling scaling = new YarnScaling(4, 32, 4, 1, true, Optional.empty());
        yield AttentionConfig.full(6, new RotaryEmbedding(100, Optional.of(scaling)));
      }
      case GRANITE -> new AttentionConfig(new ScoreScale(1, 0.3), rope, Optional.empty(), Set.of());
      default -> AttentionConfig.full(6, rope);
    };
  }

  private void add(WeightShape weight, Random random) {
    boolean norm = weight.name().contains("norm");
    double center = norm && !config.family().block().has(Trait.OFFSET_NORMS) ? 1 : 0;
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
