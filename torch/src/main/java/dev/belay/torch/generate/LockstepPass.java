package dev.belay.torch.generate;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.GatedUnit;
import dev.belay.torch.kernel.ProductNorm;
import dev.belay.torch.kernel.RmsNorm;
import dev.belay.torch.kernel.Rows;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.IntToLongFunction;

/**
 * One pass of the decoder over some rows, as phases for the workers of a team: products with a
 * weight are divided by the weight's columns, everything else by rows. The residual stream is fp32.
 */
final class LockstepPass {

  private final DecoderWeights weights;
  private final DecoderConfig config;
  private final ComputeType type;
  private final GatedUnit gatedUnit;
  private final float branchMultiplier;
  private final Activations activations;
  private final StepRows rows;
  private final CacheWriter cacheWriter;
  private final List<AttentionKernel> attention;
  private final List<Phase> phases = new ArrayList<>();

  /**
   * @param rows what to compute; filled between passes
   * @param attention a kernel for each worker
   */
  LockstepPass(
      DecoderWeights weights,
      Activations activations,
      StepRows rows,
      CacheWriter cacheWriter,
      List<AttentionKernel> attention) {
    this.weights = weights;
    this.config = weights.config();
    this.type = weights.choice().computeType();
    this.gatedUnit = config.family().block().gate().unit(type, config.intermediateSize());
    this.branchMultiplier = (float) config.multipliers().residual();
    this.activations = activations;
    this.rows = rows;
    this.cacheWriter = cacheWriter;
    this.attention = attention;
    phases.add(Phase.of(rows::count, this::embed));
    for (int layer = 0; layer < config.layers(); layer++) {
      addAttentionBlock(layer);
      addFeedForwardBlock(layer);
    }
    addLogits();
  }

  /** Makes room for the rows; by one thread, before the first phase of every pass. */
  void prepare() {
    activations.resize(rows.count(), rows.logitRows());
  }

  /** In their order; after the last the logits of all rows that want them are there. */
  List<Phase> phases() {
    return List.copyOf(phases);
  }

  private void embed(int row, int worker) {
    long embedding = weights.embedding(rows.tokenId(row));
    long residual = activations.residual(row);
    Rows.widen(type, embedding, weights.embeddingScale(), residual, config.hiddenSize());
  }

  private void addAttentionBlock(int index) {
    DecoderWeights.Layer layer = weights.layers().get(index);
    addNorm(rows::count, layer.inputNorm(), activations.normed());
    addProduct(
        layer.queryKeyValue(),
        activations.normed(),
        rows::count,
        product -> copy(product, activations::projected));
    phases.add(Phase.of(rows::count, (row, worker) -> cacheWriter.write(worker, row, index)));
    // A unit is one row and one key and value head, so that few rows still occupy all workers.
    IntSupplier units = () -> rows.count() * config.keyValueHeads();
    phases.add(Phase.of(units, (unit, worker) -> attend(unit, worker, index)));
    addBranch(layer.output(), layer.attentionBranchNorm(), activations.attended());
  }

  private void addFeedForwardBlock(int index) {
    DecoderWeights.Layer layer = weights.layers().get(index);
    addNorm(rows::count, layer.feedForwardNorm(), activations.normed());
    addProduct(layer.gateUp(), activations.normed(), rows::count, this::gate);
    addBranch(layer.down(), layer.feedForwardBranchNorm(), activations.gated());
  }

  private void addLogits() {
    addNorm(rows::logitRows, weights.finalNorm(), activations.last());
    addProduct(
        weights.head(),
        activations.last(),
        rows::logitRows,
        product -> copy(product, activations::logits));
  }

  /**
   * Adds the norm of the residual stream, or the stream as it is.
   *
   * @param weight address of the norm's, or 0 for no norm
   */
  private void addNorm(IntSupplier count, long weight, RowBuffer target) {
    if (weight == 0) {
      phases.add(
          Phase.of(
              count,
              (row, _) ->
                  Rows.round(
                      type, activations.residual(row), target.row(row), config.hiddenSize())));
      return;
    }
    RmsNorm norm = new RmsNorm(type, weight, config.hiddenSize(), config.rmsNormEps());
    phases.add(
        Phase.of(count, (row, _) -> norm.output(activations.residual(row), target.row(row))));
  }

  private void addProduct(Linear linear, RowBuffer input, IntSupplier count, Linear.Sink sink) {
    Linear.Sink whole =
        linear.adapter().map(adapter -> withAdapter(adapter, input, count, sink)).orElse(sink);
    phases.add(Phase.of(linear::parts, (part, _) -> linear.apply(part, input, whole)));
  }

  /** Adds the phase that an adapter needs before the product; the sink then gets the sum. */
  private Linear.Sink withAdapter(
      LinearAdapter adapter, RowBuffer input, IntSupplier count, Linear.Sink sink) {
    int rank = adapter.rank();
    long inner = activations.inner();
    phases.add(
        Phase.of(
            () -> count.getAsInt() * rank,
            (unit, _) ->
                NativeMemory.setFloat(
                    inner + unit * 4L, adapter.reduce(unit % rank, input.row(unit / rank)))));
    return product -> {
      adapter.addTo(product, inner);
      sink.accept(product);
    };
  }

  /**
   * Adds what attention or feed-forward gives.
   *
   * @param norm address of the branch's norm, or 0
   */
  private void addBranch(Linear linear, long norm, RowBuffer input) {
    if (norm == 0) {
      addProduct(linear, input, rows::count, this::addToResidual);
      return;
    }
    addProduct(linear, input, rows::count, product -> copy(product, activations::branch));
    ProductNorm branchNorm = new ProductNorm(type, norm, config.hiddenSize(), config.rmsNormEps());
    phases.add(
        Phase.of(
            rows::count,
            (row, _) -> branchNorm.add(activations.branch(row), activations.residual(row))));
  }

  private void copy(Linear.Product product, IntToLongFunction target) {
    int columns = product.columns();
    for (int i = 0; i < product.rows(); i++) {
      long from = Elements.at(type, product.address(), (long) i * columns);
      long to = Elements.at(type, target.applyAsLong(product.firstRow() + i), product.start());
      NativeMemory.copy(from, to, (long) columns * type.bytes());
    }
  }

  private void addToResidual(Linear.Product product) {
    int columns = product.columns();
    for (int i = 0; i < product.rows(); i++) {
      long from = Elements.at(type, product.address(), (long) i * columns);
      long residual = activations.residual(product.firstRow() + i) + product.start() * 4L;
      Rows.add(type, from, branchMultiplier, residual, columns);
    }
  }

  private void gate(Linear.Product product) {
    int columns = product.columns();
    for (int i = 0; i < product.rows(); i++) {
      long gate = Elements.at(type, product.address(), 2L * i * columns);
      long up = Elements.at(type, gate, columns);
      long row = activations.gated().row(product.firstRow() + i);
      long target = Elements.at(type, row, product.start());
      gatedUnit.output(gate, up, target, columns);
    }
  }

  private void attend(int unit, int worker, int layer) {
    int heads = config.keyValueHeads();
    int row = unit / heads;
    int head = unit % heads;
    long column = (long) head * config.queryGroup() * config.headSize();
    int length = rows.position(row) + 1;
    attention
        .get(worker)
        .attend(
            activations.query(row) + column * 4,
            rows.blocks(row),
            Math.max(0, length - config.attention().window(layer)),
            length,
            layer,
            head,
            Elements.at(type, activations.attended().row(row), column));
  }
}
