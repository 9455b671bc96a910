package dev.belay.torch.generate;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.GatedUnit;
import dev.belay.torch.kernel.ProductNorm;
import dev.belay.torch.kernel.RmsNorm;
import dev.belay.torch.kernel.Rows;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import java.util.List;

/**
 * One pass of the decoder over some rows, run by all workers of a team in lockstep: products with a
 * weight are divided by the weight's columns, everything else by rows. The residual stream is fp32.
 */
final class LockstepPass {

  private final LockstepTeam team;
  private final DecoderWeights weights;
  private final DecoderConfig config;
  private final ComputeType type;
  private final GatedUnit gatedUnit;
  private final Activations activations;
  private final StepRows rows;
  private final CacheWriter cacheWriter;
  private final List<AttentionKernel> attention;

  /**
   * @param rows what to compute; filled by one thread while the others wait
   * @param attention a kernel for each worker
   */
  LockstepPass(
      LockstepTeam team,
      DecoderWeights weights,
      Activations activations,
      StepRows rows,
      CacheWriter cacheWriter,
      List<AttentionKernel> attention) {
    this.team = team;
    this.weights = weights;
    this.config = weights.config();
    this.type = weights.choice().computeType();
    this.gatedUnit = config.family().block().gate().unit(type, config.intermediateSize());
    this.activations = activations;
    this.rows = rows;
    this.cacheWriter = cacheWriter;
    this.attention = attention;
  }

  /** A worker's part; when it returns, the logits of all rows that want them are there. */
  void run(int worker) {
    if (worker == 0) {
      activations.resize(rows.count(), rows.logitRows());
    }
    embed(worker);
    team.barrier();
    for (int layer = 0; layer < config.layers(); layer++) {
      attentionBlock(worker, layer);
      feedForwardBlock(worker, layer);
    }
    logits(worker);
  }

  private void embed(int worker) {
    for (int row = first(worker); row < first(worker + 1); row++) {
      long embedding = weights.embedding(rows.tokenId(row));
      Rows.widen(
          type,
          embedding,
          weights.embeddingScale(),
          activations.residual(row),
          config.hiddenSize());
    }
  }

  private void attentionBlock(int worker, int index) {
    DecoderWeights.Layer layer = weights.layers().get(index);
    normalize(worker, rows.count(), layer.inputNorm(), activations.normed());
    team.barrier();
    project(worker, layer.queryKeyValue());
    team.barrier();
    for (int row = first(worker); row < first(worker + 1); row++) {
      cacheWriter.write(worker, row, index);
    }
    team.barrier();
    attend(worker, index);
    team.barrier();
    addBranch(worker, layer.output(), layer.attentionBranchNorm(), activations.attended());
    team.barrier();
  }

  private void feedForwardBlock(int worker, int index) {
    DecoderWeights.Layer layer = weights.layers().get(index);
    normalize(worker, rows.count(), layer.feedForwardNorm(), activations.normed());
    team.barrier();
    gate(worker, layer.gateUp());
    team.barrier();
    addBranch(worker, layer.down(), layer.feedForwardBranchNorm(), activations.gated());
    team.barrier();
  }

  private void logits(int worker) {
    int wanted = rows.logitRows();
    normalize(worker, wanted, weights.finalNorm(), activations.last());
    team.barrier();
    Linear head = weights.head();
    int columns = head.columns(worker);
    head.apply(
        worker,
        activations.last(),
        (part, firstRow, count) -> {
          for (int i = 0; i < count; i++) {
            long target = activations.logits(firstRow + i);
            copy(part, i, columns, Elements.at(type, target, head.start(worker)));
          }
        });
    team.barrier();
  }

  /** First row of a worker. */
  private int first(int worker) {
    return first(worker, rows.count());
  }

  private int first(int worker, int count) {
    return (int) ((long) count * worker / team.size());
  }

  private void normalize(int worker, int count, long weight, RowBuffer target) {
    RmsNorm norm = new RmsNorm(type, weight, config.hiddenSize(), config.rmsNormEps());
    for (int row = first(worker, count); row < first(worker + 1, count); row++) {
      norm.output(activations.residual(row), target.row(row));
    }
  }

  private void project(int worker, Linear linear) {
    int columns = linear.columns(worker);
    linear.apply(
        worker,
        activations.normed(),
        (part, firstRow, count) -> {
          for (int i = 0; i < count; i++) {
            long target = activations.projected(firstRow + i);
            copy(part, i, columns, Elements.at(type, target, linear.start(worker)));
          }
        });
  }

  private void copy(long part, int row, int columns, long target) {
    long from = Elements.at(type, part, (long) row * columns);
    NativeMemory.copy(from, target, (long) columns * type.bytes());
  }

  /**
   * Adds what attention or feed-forward gives.
   *
   * @param norm address of the branch's norm, or 0
   */
  private void addBranch(int worker, Linear linear, long norm, RowBuffer input) {
    if (norm == 0) {
      addToResidual(worker, linear, input);
      return;
    }
    int columns = linear.columns(worker);
    linear.apply(
        worker,
        input,
        (part, firstRow, count) -> {
          for (int i = 0; i < count; i++) {
            long target = activations.branch(firstRow + i);
            copy(part, i, columns, Elements.at(type, target, linear.start(worker)));
          }
        });
    team.barrier();
    ProductNorm branchNorm = new ProductNorm(type, norm, config.hiddenSize(), config.rmsNormEps());
    for (int row = first(worker); row < first(worker + 1); row++) {
      branchNorm.add(activations.branch(row), activations.residual(row));
    }
  }

  private void addToResidual(int worker, Linear linear, RowBuffer input) {
    int columns = linear.columns(worker);
    long offset = linear.start(worker) * 4L;
    linear.apply(
        worker,
        input,
        (part, firstRow, count) -> {
          for (int i = 0; i < count; i++) {
            long from = Elements.at(type, part, (long) i * columns);
            Rows.add(type, from, activations.residual(firstRow + i) + offset, columns);
          }
        });
  }

  private void gate(int worker, Linear linear) {
    int columns = linear.columns(worker);
    linear.apply(
        worker,
        activations.normed(),
        (part, firstRow, count) -> {
          for (int i = 0; i < count; i++) {
            long gate = Elements.at(type, part, 2L * i * columns);
            long up = Elements.at(type, gate, columns);
            long target =
                Elements.at(type, activations.gated().row(firstRow + i), linear.start(worker));
            gatedUnit.output(gate, up, target, columns);
          }
        });
  }

  /** A unit is one row and one key and value head, so that few rows still occupy all workers. */
  private void attend(int worker, int layer) {
    int heads = config.keyValueHeads();
    int queries = config.queryGroup();
    int window = config.attention().window(layer);
    int end = first(worker + 1, rows.count() * heads);
    AttentionKernel kernel = attention.get(worker);
    for (int unit = first(worker, rows.count() * heads); unit < end; unit++) {
      int row = unit / heads;
      int head = unit % heads;
      long column = (long) head * queries * config.headSize();
      kernel.attend(
          activations.query(row) + column * 4,
          rows.blocks(row),
          Math.max(0, rows.position(row) + 1 - window),
          rows.position(row) + 1,
          layer,
          head,
          Elements.at(type, activations.attended().row(row), column));
    }
  }
}
