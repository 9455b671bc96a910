package dev.belay.torch.generate;

import static org.bytedeco.pytorch.global.torch.cat;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A snapshot of a model's weights, packed for generation: the source may change or close
 * afterwards.
 */
final class DecoderWeights implements AutoCloseable {

  /**
   * One decoder layer.
   *
   * @param inputNorm address of {@code [H]} fp32
   * @param queryKeyValue {@code [(heads + 2 keyValueHeads) * D, H]}
   * @param output {@code [H, heads * D]}
   * @param feedForwardNorm address of {@code [H]} fp32
   * @param gateUp gate and up projection, each {@code [I, H]}
   * @param down {@code [H, I]}
   */
  record Layer(
      long inputNorm,
      Linear queryKeyValue,
      Linear output,
      long feedForwardNorm,
      Linear gateUp,
      Linear down) {}

  private final WeightSource source;
  private final DecoderConfig config;
  private final ComputeType rounding;
  private final GemmChoice choice;
  private final int workers;

  private final Arena arena = Arena.ofShared();
  private final List<Linear> linears = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();
  private final long embedding;
  private final long finalNorm;
  private final Linear head;

  /**
   * Copies and packs.
   *
   * @param source read here only
   * @param rounding the type that the weights are rounded to before anything else
   */
  DecoderWeights(WeightSource source, ComputeType rounding, GemmChoice choice, int workers) {
    this.source = source;
    this.config = source.config();
    this.rounding = rounding;
    this.choice = choice;
    this.workers = workers;
    try {
      for (int i = 0; i < config.layers(); i++) {
        layers.add(layer("model.layers." + i + "."));
      }
      this.embedding = copy("model.embed_tokens.weight", choice.computeType().scalarType());
      this.finalNorm = copy("model.norm.weight", ScalarType.Float);
      this.head = pack(config.headWeightName());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private Layer layer(String prefix) {
    return new Layer(
        copy(prefix + "input_layernorm.weight", ScalarType.Float),
        packStacked(
            prefix + "self_attn.q_proj.weight",
            prefix + "self_attn.k_proj.weight",
            prefix + "self_attn.v_proj.weight"),
        pack(prefix + "self_attn.o_proj.weight"),
        copy(prefix + "post_attention_layernorm.weight", ScalarType.Float),
        pack(prefix + "mlp.gate_proj.weight", prefix + "mlp.up_proj.weight"),
        pack(prefix + "mlp.down_proj.weight"));
  }

  /** Weights of one shape, side by side in each worker's part. */
  private Linear pack(String... names) {
    try (TensorScope _ = new TensorScope()) {
      List<Tensor> weights = new ArrayList<>();
      for (String name : names) {
        weights.add(read(name));
      }
      return own(Linear.pack(choice, workers, weights));
    }
  }

  /** Weights stacked into one. */
  private Linear packStacked(String... names) {
    try (TensorScope _ = new TensorScope()) {
      TensorVector weights = new TensorVector();
      for (String name : names) {
        weights.push_back(read(name));
      }
      return own(Linear.pack(choice, workers, List.of(cat(weights, 0))));
    }
  }

  private Linear own(Linear linear) {
    linears.add(linear);
    return linear;
  }

  private Tensor read(String name) {
    return source
        .weight(name)
        .detach()
        .to(rounding.scalarType())
        .to(choice.computeType().scalarType())
        .contiguous();
  }

  private long copy(String name, ScalarType type) {
    try (TensorScope _ = new TensorScope()) {
      Tensor weight = read(name).to(type);
      long bytes = weight.nbytes();
      long address = arena.allocate(bytes, 64).address();
      NativeMemory.copy(NativeMemory.address(weight), address, bytes);
      return address;
    }
  }

  DecoderConfig config() {
    return config;
  }

  GemmChoice choice() {
    return choice;
  }

  List<Layer> layers() {
    return layers;
  }

  /** Address of the embedding of a token, {@code [H]} in the compute type. */
  long embedding(int tokenId) {
    return Elements.at(choice.computeType(), embedding, (long) tokenId * config.hiddenSize());
  }

  /** Address of {@code [H]} fp32. */
  long finalNorm() {
    return finalNorm;
  }

  /** {@code [V, H]}. */
  Linear head() {
    return head;
  }

  @Override
  public void close() {
    linears.forEach(Linear::close);
    arena.close();
  }
}
