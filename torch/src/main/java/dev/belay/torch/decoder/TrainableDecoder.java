package dev.belay.torch.decoder;

import dev.belay.torch.decoder.DecoderParameters.Slice;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * A decoder that can be trained: weights in the compute type, fp32 masters and gradients, a forward
 * pass over packed batches and its gradient. The head is left to the loss, which computes logits in
 * pieces; it takes {@link #forward}'s result and {@link #headParameter()}, and gives {@link
 * #backward} the gradient of that result.
 *
 * <p>For one thread at a time; the work is split by {@link dev.belay.torch.kernel.Parallel}. The
 * same batch gives the same bits with the same number of threads.
 */
public final class TrainableDecoder implements WeightSource, AutoCloseable {

  private final DecoderConfig config;
  private final ComputeType type;
  private final DecoderParameters parameters;
  private final ForwardPass forward;
  private final BackwardPass backward;
  private final Map<String, Tensor> weights = new LinkedHashMap<>();

  private TrainableDecoder(DecoderConfig config, ComputeType type, DecoderParameters parameters) {
    this.config = config;
    this.type = type;
    this.parameters = parameters;
    DecoderShape shape = DecoderShape.of(config, type);
    this.forward = new ForwardPass(shape, parameters.weights());
    this.backward = new BackwardPass(shape, parameters, forward);
    try (TensorScope _ = new TensorScope()) {
      parameters
          .slices()
          .forEach(
              (name, slice) ->
                  weights.put(name, TensorScope.retain(slice.of(slice.parameter().value()))));
    }
  }

  /**
   * Copies the weights of {@code source}, which may be closed afterwards.
   *
   * @param type of weights and activations in products
   * @throws IllegalArgumentException if the source lacks a weight, or one has another shape than
   *     the configuration says
   */
  public static TrainableDecoder from(WeightSource source, ComputeType type) {
    return new TrainableDecoder(source.config(), type, new DecoderParameters(source, type));
  }

  @Override
  public DecoderConfig config() {
    return config;
  }

  /** Type of weights and activations in products. */
  public ComputeType type() {
    return type;
  }

  /**
   * Every parameter once, in the order of the forward pass. Projections that read the same input
   * are one parameter: {@code self_attn.qkv_proj} and {@code mlp.gate_up_proj}.
   */
  public List<Parameter> parameters() {
    return List.copyOf(parameters.all());
  }

  /** The output head {@code [V, H]}: the embedding's own parameter when they are tied. */
  public Parameter headParameter() {
    return parameters.head();
  }

  /** Hugging Face's names, in the order of the forward pass; a tied head is not among them. */
  public Set<String> weightNames() {
    return parameters.slices().keySet();
  }

  /** {@inheritDoc} In the compute type; it changes as the parameters do. */
  @Override
  public Tensor weight(String name) {
    Tensor weight = weights.get(name);
    if (weight == null) {
      throw unknown(name);
    }
    return weight;
  }

  /**
   * The fp32 master of a weight, for exact checkpoints: a view in the caller's scope. Whoever
   * writes to it calls {@link Parameter#refreshValue()} afterwards.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Tensor master(String name) {
    Slice slice = slice(name);
    return slice.of(slice.parameter().master());
  }

  /**
   * The fp32 gradient of a weight: a view in the caller's scope.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Tensor grad(String name) {
    Slice slice = slice(name);
    return slice.of(slice.parameter().grad());
  }

  /** The masters as a source of fp32 weights, valid as long as this decoder. */
  public WeightSource masters() {
    return new WeightSource() {
      @Override
      public DecoderConfig config() {
        return config;
      }

      @Override
      public Tensor weight(String name) {
        return master(name);
      }
    };
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

  /**
   * The same, keeping what {@link #backward} needs.
   *
   * @param keep filled; what it held before is lost
   */
  public Tensor forward(PackedBatch batch, ActivationStore keep) {
    return forward.run(batch, keep);
  }

  /**
   * Adds the gradient of every parameter to {@link Parameter#grad()}, except what the head adds as
   * a head.
   *
   * @param hiddenGrad gradient of {@link #forward}'s result, {@code [N, H]}, of its type
   * @param kept filled by that forward pass; consumed
   * @throws IllegalStateException if {@code kept} holds no forward pass of this decoder
   * @throws IllegalArgumentException if the gradient is of another shape or type
   */
  public void backward(Tensor hiddenGrad, ActivationStore kept) {
    try (TensorScope _ = new TensorScope()) {
      backward.run(hiddenGrad.contiguous(), kept);
    }
  }

  private Slice slice(String name) {
    Slice slice = parameters.slices().get(name);
    if (slice == null) {
      throw unknown(name);
    }
    return slice;
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException("the decoder has no weight " + name);
  }

  @Override
  public void close() {
    weights.values().forEach(Tensor::close);
    weights.clear();
    forward.close();
    backward.close();
    parameters.close();
  }
}
