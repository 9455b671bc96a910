package dev.belay.torch.decoder;

import dev.belay.torch.decoder.DecoderParameters.Slice;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.LoraSettings;
import dev.belay.torch.model.LowRank;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A decoder: weights in the compute type, a forward pass over packed batches and its gradient. The
 * head is left to the loss, which computes logits in pieces; it takes {@link #forward}'s result and
 * {@link #headParameter()}, and gives {@link #backward} the gradient of that result.
 *
 * <p>Some or all parameters are trained: they have fp32 masters, gradients and moments. The others
 * stand still and read the source's own memory wherever type and layout allow (a mapped file, a
 * decoder in training). Forward pass and gradients are the same, bit for bit, on the same weights.
 *
 * <p>For one thread at a time; the work is split by {@link dev.belay.torch.kernel.Parallel}. The
 * same batch gives the same bits with the same number of threads.
 */
public final class Decoder implements WeightSource, AutoCloseable {

  private final DecoderConfig config;
  private final ComputeType type;
  private final DecoderParameters parameters;
  private final ForwardPass forward;
  private final BackwardPass backward;
  private final @Nullable WeightSource base;
  private final AdapterDropout dropout;
  private final Map<String, Tensor> weights = new LinkedHashMap<>();

  /**
   * @param base what the adapters stand beside; null if the weights are the decoder's own
   */
  private Decoder(
      DecoderConfig config,
      ComputeType type,
      DecoderParameters parameters,
      @Nullable WeightSource base,
      AdapterDropout dropout) {
    this.config = config;
    this.type = type;
    this.parameters = parameters;
    this.base = base;
    this.dropout = dropout;
    DecoderShape shape = DecoderShape.of(config, type);
    this.forward = new ForwardPass(shape, parameters);
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
   * A decoder of which every parameter is trained. It copies the weights of {@code source}, which
   * may be closed afterwards.
   *
   * @param type of weights and activations in products
   * @throws IllegalArgumentException if the source lacks a weight, or one has another shape than
   *     the configuration says
   */
  public static Decoder trained(WeightSource source, ComputeType type) {
    return trained(source, type, false);
  }

  /**
   * The same, where one parameter may not be trained.
   *
   * @param headStandsStill whether that is the output head: the embedding's own where they are tied
   */
  public static Decoder trained(WeightSource source, ComputeType type, boolean headStandsStill) {
    return new Decoder(
        source.config(),
        type,
        DecoderParameters.trained(source, type, headStandsStill),
        null,
        new AdapterDropout(0));
  }

  /**
   * A decoder of which no parameter is trained, without masters, moments and gradients of matrices.
   * Its loss can be differentiated by what it reads: see {@link #inputGradient}. It copies weights
   * of another type or layout, about an eighth of a mapped bf16 model; the source must stay open.
   * An adapter of the source is applied beside its base, as in a rollout.
   *
   * @param type of weights and activations in products
   * @throws IllegalArgumentException if the source lacks a weight, or one has another shape than
   *     the configuration says
   */
  public static Decoder frozen(WeightSource source, ComputeType type) {
    return new Decoder(
        source.config(),
        type,
        DecoderParameters.frozen(source, type),
        source.base(),
        new AdapterDropout(0));
  }

  /**
   * A decoder of which new adapters are trained and all else stands still: only they have masters,
   * moments and gradients. The weights are the source's, as in {@link #frozen}; it must stay open.
   *
   * @param type of weights and activations in products; adapters are fp32
   * @throws IllegalArgumentException if the source lacks a weight, one has another shape than the
   *     configuration says, or it has an adapter already
   */
  public static Decoder adapted(WeightSource source, ComputeType type, LoraSettings settings) {
    if (!source.base().equals(source)) {
      throw new IllegalArgumentException("the weights have an adapter; merge it first");
    }
    AdapterDropout dropout = new AdapterDropout(settings.dropout());
    return new Decoder(
        source.config(),
        type,
        DecoderParameters.adapted(source, type, AdapterMaker.fresh(settings), dropout),
        source,
        dropout);
  }

  /**
   * The same weights with every adapter off, for passes without gradient. It is valid as long as
   * this decoder; closing it frees its own buffers only.
   */
  public Decoder withoutAdapters() {
    return new Decoder(config, type, parameters.withoutAdapters(), base, new AdapterDropout(0));
  }

  /** The dropout of its adapters, off until somebody begins it. */
  public AdapterDropout dropout() {
    return dropout;
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

  /** Those of {@link #parameters()} that the optimizer moves. */
  public List<Parameter> trainedParameters() {
    return parameters.all().stream().filter(Parameter::isTrained).toList();
  }

  /** The embedding {@code [V, H]}; belongs to this decoder. */
  public Tensor embedding() {
    return parameters.embedding().value();
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
    return adapter(name).map(low -> low.addedTo(weight).to(type.scalarType())).orElse(weight);
  }

  @Override
  public WeightSource base() {
    return base == null ? this : base;
  }

  @Override
  public Optional<LowRank> adapter(String name) {
    return adapter(name, Parameter::value);
  }

  private Optional<LowRank> adapter(String name, Function<Parameter, Tensor> tensorOf) {
    return Optional.ofNullable(parameters.adapters().get(name)).map(one -> one.of(tensorOf));
  }

  /**
   * The fp32 master of a trained weight, for exact checkpoints: a view in the caller's scope.
   * Whoever writes to it calls {@link Parameter#refreshValue()} afterwards.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Tensor master(String name) {
    Slice slice = slice(name);
    return slice.of(slice.parameter().master());
  }

  /**
   * The fp32 gradient of a trained weight: a view in the caller's scope.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Tensor grad(String name) {
    Slice slice = slice(name);
    return slice.of(slice.parameter().grad());
  }

  /** The masters as a source of fp32 weights, valid as long as this decoder. */
  public WeightSource masters() {
    return view(Parameter::master);
  }

  /**
   * Tensors that belong to the parameters as a source of weights; each is a view in the scope of
   * whoever asks for it.
   *
   * @param tensorOf gives a tensor of the parameter's shape
   */
  public WeightSource view(Function<Parameter, Tensor> tensorOf) {
    return new WeightSource() {
      @Override
      public DecoderConfig config() {
        return config;
      }

      @Override
      public Tensor weight(String name) {
        Slice slice = slice(name);
        Tensor weight = slice.of(tensorOf.apply(slice.parameter()));
        return adapter(name).map(low -> low.addedTo(weight)).orElse(weight);
      }

      @Override
      public WeightSource base() {
        return base == null ? this : base;
      }

      @Override
      public Optional<LowRank> adapter(String name) {
        return Decoder.this.adapter(name, tensorOf);
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
    return forward.run(batch, null, null);
  }

  /**
   * The same at embeddings that are moved.
   *
   * @param offsets what is added to the embedding of each row's token, {@code [N, H]} fp32, dense
   */
  public Tensor forward(PackedBatch batch, Tensor offsets) {
    return forward.run(batch, offsets, null);
  }

  /**
   * The same, keeping what {@link #backward} needs.
   *
   * @param keep filled; what it held before is lost
   */
  public Tensor forward(PackedBatch batch, ActivationStore keep) {
    return forward.run(batch, null, keep);
  }

  /**
   * Both.
   *
   * @param offsets what is added to the embedding of each row's token, {@code [N, H]} fp32, dense
   * @param keep filled; what it held before is lost
   */
  public Tensor forward(PackedBatch batch, Tensor offsets, ActivationStore keep) {
    return forward.run(batch, offsets, keep);
  }

  /**
   * Adds the gradient of every trained parameter to {@link Parameter#grad()}, except what the head
   * adds as a head.
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

  /**
   * The gradient of a loss by the embedding of each row's token. Gradients of trained parameters
   * are added up as by {@link #backward}.
   *
   * @param hiddenGrad gradient of {@link #forward}'s result, {@code [N, H]}, of its type
   * @param kept filled by that forward pass; consumed
   * @return {@code [N, H]} fp32, in the caller's scope
   * @throws IllegalStateException if {@code kept} holds no forward pass of this decoder
   */
  public Tensor inputGradient(Tensor hiddenGrad, ActivationStore kept) {
    backward(hiddenGrad, kept);
    return backward.inputGradient((int) hiddenGrad.size(0));
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
