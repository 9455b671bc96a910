package dev.belay.torch.decoder;

import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.LayerWeightShapes;
import dev.belay.torch.model.WeightShape;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A decoder that only looks: the same forward pass as {@link TrainableDecoder}, bit for bit on the
 * same weights, without masters, gradients and kept activations. It reads the source's own memory
 * wherever type and layout allow (a mapped file, a decoder in training) and copies the rest, about
 * an eighth of a mapped bf16 model.
 *
 * <p>For one thread at a time. The source must stay open.
 */
public final class FrozenDecoder implements AutoCloseable {

  private final DecoderConfig config;
  private final ComputeType type;
  private final List<Tensor> owned = new ArrayList<>();
  private final Tensor head;
  private final ForwardPass forward;

  private FrozenDecoder(WeightSource source, ComputeType type) {
    this.config = source.config();
    this.type = type;
    try (TensorScope _ = new TensorScope()) {
      List<LayerWeights<Tensor>> layers = new ArrayList<>();
      for (int i = 0; i < config.layers(); i++) {
        layers.add(
            LayerWeights.read(new LayerWeightShapes(config, i), (_, parts) -> read(source, parts)));
      }
      Tensor embedding = read(source, List.of(WeightShape.embedding(config)));
      Tensor norm = read(source, List.of(WeightShape.finalNorm(config)));
      this.head =
          config.tiedEmbeddings() ? embedding : read(source, List.of(WeightShape.head(config)));
      this.forward =
          new ForwardPass(DecoderShape.of(config, type), new DenseWeights(embedding, layers, norm));
    }
  }

  /**
   * Opens a decoder on the weights of {@code source}.
   *
   * @param type of weights and activations in products; weights of another type are copied
   * @throws IllegalArgumentException if the source lacks a weight, or one has another shape than
   *     the configuration says
   */
  public static FrozenDecoder on(WeightSource source, ComputeType type) {
    return new FrozenDecoder(source, type);
  }

  private Tensor read(WeightSource source, List<WeightShape> parts) {
    Tensor weight = TensorScope.retain(WeightStack.read(source, type.scalarType(), parts));
    owned.add(weight);
    return weight;
  }

  public DecoderConfig config() {
    return config;
  }

  /** Type of weights and activations in products. */
  public ComputeType type() {
    return type;
  }

  /** The output head's weight {@code [V, H]}, for the loss; belongs to this decoder. */
  public Tensor head() {
    return head;
  }

  /**
   * The last layer's hidden states after the last norm.
   *
   * @return {@code [N, H]} in the compute type, in the caller's scope
   * @throws IllegalArgumentException if a token is not in the vocabulary, or a sequence is longer
   *     than the context
   */
  public Tensor forward(PackedBatch batch) {
    return forward.run(batch, null);
  }

  @Override
  public void close() {
    forward.close();
    owned.forEach(Tensor::close);
    owned.clear();
  }
}
