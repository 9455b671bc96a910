package dev.belay.torch.decoder;

import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;

/**
 * A decoder whose weights stand still and whose loss is differentiated by what it reads. Forward
 * pass and gradient are those of {@link TrainableDecoder}, without masters, moments and gradients
 * of matrices; weights are the source's own memory where type and layout allow.
 *
 * <p>For one thread at a time. The source must stay open.
 */
public final class InputGradientDecoder implements AutoCloseable {

  private final DecoderConfig config;
  private final ComputeType type;
  private final DecoderParameters parameters;
  private final ForwardPass forward;
  private final BackwardPass backward;

  private InputGradientDecoder(WeightSource source, ComputeType type) {
    this.config = source.config();
    this.type = type;
    this.parameters = DecoderParameters.frozen(source, type);
    DecoderShape shape = DecoderShape.of(config, type);
    this.forward = new ForwardPass(shape, parameters.weights());
    this.backward = new BackwardPass(shape, parameters, forward);
  }

  /**
   * Opens a decoder on the weights of {@code source}.
   *
   * @param type of weights and activations in products; weights of another type are copied
   * @throws IllegalArgumentException if the source lacks a weight, or one has another shape than
   *     the configuration says
   */
  public static InputGradientDecoder on(WeightSource source, ComputeType type) {
    return new InputGradientDecoder(source, type);
  }

  public DecoderConfig config() {
    return config;
  }

  /** Type of weights and activations in products. */
  public ComputeType type() {
    return type;
  }

  /** The output head {@code [V, H]}, for the loss; it takes no gradient. */
  public Parameter headParameter() {
    return parameters.head();
  }

  /** The embedding {@code [V, H]}; belongs to this decoder. */
  public Tensor embedding() {
    return parameters.embedding().value();
  }

  /**
   * The last layer's hidden states after the last norm, as {@link TrainableDecoder#forward}.
   *
   * @return {@code [N, H]} in the compute type, in the caller's scope
   */
  public Tensor forward(PackedBatch batch) {
    return forward.run(batch, null);
  }

  /**
   * The same, keeping what {@link #inputGradient} needs.
   *
   * @param keep filled; what it held before is lost
   */
  public Tensor forward(PackedBatch batch, ActivationStore keep) {
    return forward.run(batch, keep);
  }

  /**
   * The gradient of a loss by the embedding of each row's token.
   *
   * @param hiddenGrad gradient of {@link #forward}'s result, {@code [N, H]}, of its type
   * @param kept filled by that forward pass; consumed
   * @return {@code [N, H]} fp32, in the caller's scope
   * @throws IllegalStateException if {@code kept} holds no forward pass of this decoder
   */
  public Tensor inputGradient(Tensor hiddenGrad, ActivationStore kept) {
    try (TensorScope _ = new TensorScope()) {
      backward.run(hiddenGrad.contiguous(), kept);
    }
    return backward.inputGradient((int) hiddenGrad.size(0));
  }

  @Override
  public void close() {
    forward.close();
    backward.close();
    parameters.close();
  }
}
