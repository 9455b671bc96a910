package dev.belay.torch.generate;

import static org.bytedeco.pytorch.global.torch.cat;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.model.BlockDesign.Trait;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.LayerWeightShapes;
import dev.belay.torch.model.MemoryBudget;
import dev.belay.torch.model.WeightShape;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A snapshot of a model's weights, packed for generation: the source may change or close
 * afterwards.
 */
final class DecoderWeights implements AutoCloseable {

  /**
   * One decoder layer. Norms are addresses of what is multiplied by, fp32; 0 where the family has
   * none. Those of queries and keys are of one head or of all together.
   *
   * @param inputNorm {@code [H]}
   * @param queryKeyValue {@code [(heads + 2 keyValueHeads) * D, H]}
   * @param queryNorm {@code [D]} or {@code [heads D]}
   * @param keyNorm {@code [D]} or {@code [keyValueHeads D]}
   * @param output {@code [H, heads * D]}
   * @param attentionBranchNorm {@code [H]}
   * @param feedForwardNorm {@code [H]}
   * @param gateUp gate and up projection, each {@code [I, H]}
   * @param down {@code [H, I]}
   * @param feedForwardBranchNorm {@code [H]}
   */
  record Layer(
      long inputNorm,
      Linear queryKeyValue,
      long queryNorm,
      long keyNorm,
      Linear output,
      long attentionBranchNorm,
      long feedForwardNorm,
      Linear gateUp,
      Linear down,
      long feedForwardBranchNorm) {}

  /** Copies of the weights that must fit beside all else before one more is made. */
  private static final int SPARE_COPIES = 4;

  private final WeightSource base;
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
  private boolean fewRowsPrepared;
  private Arena adapterArena = Arena.ofShared();
  private int adapterRank;

  /**
   * Copies and packs.
   *
   * @param source its base is read here only; its adapter is applied beside it
   * @param rounding the type that the weights are rounded to before anything else
   */
  DecoderWeights(WeightSource source, ComputeType rounding, GemmChoice choice, int workers) {
    this.base = source.base();
    this.config = source.config();
    this.rounding = rounding;
    this.choice = choice;
    this.workers = workers;
    try {
      for (int i = 0; i < config.layers(); i++) {
        layers.add(layer(new LayerWeightShapes(config, i)));
      }
      this.embedding = copy(WeightShape.embedding(config));
      this.finalNorm =
          norm(WeightShape.finalNorm(config), (float) (1 / config.multipliers().logitsDivisor()));
      this.head = packStacked(List.of(WeightShape.head(config)), List.of(), choice.batchRows());
      adapt(source);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Whether another source differs from what is packed by its adapter at most. */
  boolean isBaseOf(WeightSource source) {
    return base.isFixed() && base.equals(source.base());
  }

  /** Takes the adapter of a source over in place of what there was, or none. */
  @SuppressWarnings("MustBeClosedChecker") // The next one, or close, closes the arena.
  void adapt(WeightSource source) {
    adapterArena.close();
    adapterArena = Arena.ofShared();
    adapterRank = 0;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      LayerWeightShapes shapes = new LayerWeightShapes(config, i);
      adapt(layer.queryKeyValue(), source, shapes.queryKeyValue(), Integer.MAX_VALUE);
      adapt(layer.output(), source, List.of(shapes.output()), Integer.MAX_VALUE);
      adapt(layer.gateUp(), source, shapes.gateUp(), config.intermediateSize());
      adapt(layer.down(), source, List.of(shapes.down()), Integer.MAX_VALUE);
    }
  }

  /**
   * Puts adapters beside the parts of a product.
   *
   * @param sideRows rows of each weight, where the product has weights side by side
   */
  private void adapt(Linear linear, WeightSource source, List<WeightShape> parts, int sideRows) {
    List<LinearAdapter.Placed> placed = new ArrayList<>();
    try (TensorScope _ = new TensorScope()) {
      long row = 0;
      for (WeightShape part : parts) {
        long start = row;
        source
            .adapter(part.name())
            .ifPresent(low -> placed.addAll(LinearAdapter.place(low, start, sideRows)));
        row += part.rows();
      }
      if (placed.isEmpty()) {
        linear.adapt(null);
        return;
      }
      int weights = sideRows == Integer.MAX_VALUE ? 1 : (int) (row / sideRows);
      LinearAdapter adapter =
          new LinearAdapter(adapterArena, choice.computeType(), weights, placed);
      adapterRank = Math.max(adapterRank, adapter.rank());
      linear.adapt(adapter);
    }
  }

  private Layer layer(LayerWeightShapes shapes) {
    return new Layer(
        shapes.inputNorm().map(this::norm).orElse(0L),
        packStacked(shapes.queryKeyValue(), shapes.queryKeyValueBias(), choice.passRows()),
        shapes.queryNorm().map(this::norm).orElse(0L),
        shapes.keyNorm().map(this::norm).orElse(0L),
        pack(shapes.output()),
        shapes.attentionBranchNorm().map(this::branchNorm).orElse(0L),
        shapes.feedForwardNorm().map(this::norm).orElse(0L),
        packGateUp(shapes.gateUp()),
        pack(shapes.down()),
        shapes.feedForwardBranchNorm().map(this::branchNorm).orElse(0L));
  }

  private Linear pack(WeightShape shape) {
    return packStacked(List.of(shape), List.of(), choice.passRows());
  }

  /** Gate and up, side by side in each worker's part, whether or not they are one weight. */
  private Linear packGateUp(List<WeightShape> shapes) {
    try (TensorScope _ = new TensorScope()) {
      Tensor whole = stack(shapes);
      int rows = config.intermediateSize();
      List<Tensor> weights = List.of(whole.narrow(0, 0, rows), whole.narrow(0, rows, rows));
      return own(Linear.pack(choice, choice.passRows(), workers, weights));
    }
  }

  /** Weights stacked into one, and their biases if there are any. */
  private Linear packStacked(List<WeightShape> shapes, List<WeightShape> biases, int mostRows) {
    try (TensorScope _ = new TensorScope()) {
      Tensor bias = biases.isEmpty() ? null : stack(biases);
      return own(Linear.pack(choice, mostRows, workers, stack(shapes), bias));
    }
  }

  private Tensor stack(List<WeightShape> shapes) {
    return shapes.size() == 1
        ? read(shapes.getFirst())
        : cat(new TensorVector(shapes.stream().map(this::read).toArray(Tensor[]::new)), 0);
  }

  private Linear own(Linear linear) {
    linears.add(linear);
    return linear;
  }

  private Tensor read(WeightShape shape) {
    return base.weight(shape.name())
        .detach()
        .to(rounding.scalarType())
        .to(choice.computeType().scalarType())
        .contiguous();
  }

  /** What a norm multiplies by, in fp32. */
  private long norm(WeightShape shape) {
    return norm(shape, 1);
  }

  private long branchNorm(WeightShape shape) {
    return norm(shape, (float) config.multipliers().residual());
  }

  private long norm(WeightShape shape, float multiplier) {
    try (TensorScope _ = new TensorScope()) {
      Tensor weight = read(shape).to(ScalarType.Float);
      boolean offset = config.family().block().has(Trait.OFFSET_NORMS);
      return copy((offset ? weight.add(new Scalar(1f)) : weight).mul(new Scalar(multiplier)));
    }
  }

  private long copy(WeightShape shape) {
    try (TensorScope _ = new TensorScope()) {
      return copy(read(shape));
    }
  }

  private long copy(Tensor weight) {
    long bytes = weight.nbytes();
    long address = arena.allocate(bytes, 64).address();
    NativeMemory.copy(NativeMemory.address(weight), address, bytes);
    return address;
  }

  /**
   * Makes passes of one or two rows faster, by a second copy of the weights; for runs that have no
   * other passes but those over prompts. Without room for it, nothing changes.
   */
  void prepareFewRows() {
    long bytes = WeightShape.parameters(config) * choice.computeType().bytes();
    long available = MemoryBudget.ofThisMachine().availableBytes();
    if (fewRowsPrepared || !choice.mayHaveFewRows() || available < SPARE_COPIES * bytes) {
      return;
    }
    Map<ProductShape, Optional<SumOrder>> orders = new HashMap<>();
    for (Linear linear : linears) {
      linear.prepareFewRows(
          (shape, plan) -> orders.computeIfAbsent(shape, _ -> choice.sumOrder(shape, plan)));
    }
    fewRowsPrepared = true;
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

  /** What embeddings are multiplied by. */
  float embeddingScale() {
    return config.embeddingScale(rounding);
  }

  /** Most inner numbers that an adapter makes of a row; 0 without one. */
  int adapterRank() {
    return adapterRank;
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
    adapterArena.close();
  }
}
