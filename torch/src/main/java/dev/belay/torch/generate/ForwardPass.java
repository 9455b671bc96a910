package dev.belay.torch.generate;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.RmsNorm;
import dev.belay.torch.kernel.Rows;
import dev.belay.torch.kernel.SwiGlu;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import java.util.List;

/**
 * One pass of the decoder over some rows, run by all workers of a team in lockstep: products with a
 * weight are divided by the weight's columns, everything else by rows. The residual stream is fp32.
 */
final class ForwardPass {

  private static final int PARTS_PER_WORKER = 4;

  private final LockstepTeam team;
  private final DecoderWeights weights;
  private final DecoderConfig config;
  private final ComputeType type;
  private final Activations activations;
  private final StepRows rows;
  private final CacheWriter cacheWriter;
  private final List<AttentionKernel> attention;

  /**
   * @param rows what to compute; filled by one thread while the others wait
   * @param attention a kernel for each worker
   */
  ForwardPass(
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
    this.activations = activations;
    this.rows = rows;
    this.cacheWriter = cacheWriter;
    this.attention = attention;
  }

  /** The program of every worker; when it returns, the logits of all rows that want them exist. */
  void run(int worker) {
    team.phase(worker, 1, _ -> activations.resize(rows.count(), rows.logitRows()));
    team.phase(worker, team.size(), this::embed);
    for (int layer = 0; layer < config.layers(); layer++) {
      attentionBlock(worker, layer);
      feedForwardBlock(worker, layer);
    }
    normalize(worker, rows.logitRows(), weights.finalNorm(), activations.last());
    team.phase(worker, team.size(), this::logits);
  }

  private void embed(int part) {
    for (int row = first(part, rows.count()); row < first(part + 1, rows.count()); row++) {
      long embedding = weights.embedding(rows.tokenId(row));
      Rows.widen(type, embedding, activations.residual(row), config.hiddenSize());
    }
  }

  private void attentionBlock(int worker, int index) {
    DecoderWeights.Layer layer = weights.layer(index);
    normalize(worker, rows.count(), layer.inputNorm(), activations.normed());
    team.phase(worker, team.size(), part -> project(part, layer.queryKeyValue()));
    team.phase(worker, team.size(), part -> writeCache(part, index));
    team.phase(worker, attentionParts(), part -> attend(worker, part, index));
    addToResidual(worker, layer.output(), activations.attended());
  }

  private void feedForwardBlock(int worker, int index) {
    DecoderWeights.Layer layer = weights.layer(index);
    normalize(worker, rows.count(), layer.feedForwardNorm(), activations.normed());
    team.phase(worker, team.size(), part -> gate(part, layer.gateUp()));
    addToResidual(worker, layer.down(), activations.gated());
  }

  private void logits(int part) {
    Linear head = weights.head();
    int columns = head.columns(part);
    head.apply(
        part,
        activations.last(),
        (product, firstRow, count) -> {
          for (int i = 0; i < count; i++) {
            long target = activations.logits(firstRow + i);
            copy(product, i, columns, Elements.at(type, target, head.start(part)));
          }
        });
  }

  /** First of {@code count} rows that belong to a part. */
  private int first(int part, int count) {
    return (int) ((long) count * part / team.size());
  }

  private void normalize(int worker, int count, long weight, RowBuffer target) {
    RmsNorm norm = new RmsNorm(type, weight, config.hiddenSize(), config.rmsNormEps());
    team.phase(
        worker,
        team.size(),
        part -> {
          for (int row = first(part, count); row < first(part + 1, count); row++) {
            norm.forward(activations.residual(row), target.row(row));
          }
        });
  }

  private void writeCache(int part, int layer) {
    for (int row = first(part, rows.count()); row < first(part + 1, rows.count()); row++) {
      cacheWriter.write(part, row, layer);
    }
  }

  private void project(int part, Linear linear) {
    int columns = linear.columns(part);
    linear.apply(
        part,
        activations.normed(),
        (product, firstRow, count) -> {
          for (int i = 0; i < count; i++) {
            long target = activations.projected(firstRow + i);
            copy(product, i, columns, Elements.at(type, target, linear.start(part)));
          }
        });
  }

  private void copy(long product, int row, int columns, long target) {
    long from = Elements.at(type, product, (long) row * columns);
    NativeMemory.copy(from, target, (long) columns * type.bytes());
  }

  private void addToResidual(int worker, Linear linear, RowBuffer input) {
    team.phase(worker, team.size(), part -> addColumnsToResidual(part, linear, input));
  }

  private void addColumnsToResidual(int part, Linear linear, RowBuffer input) {
    int columns = linear.columns(part);
    long offset = linear.start(part) * 4L;
    linear.apply(
        part,
        input,
        (product, firstRow, count) -> {
          for (int i = 0; i < count; i++) {
            long from = Elements.at(type, product, (long) i * columns);
            Rows.add(type, from, activations.residual(firstRow + i) + offset, columns);
          }
        });
  }

  private void gate(int part, Linear linear) {
    int columns = linear.columns(part);
    SwiGlu kernel = new SwiGlu(type, columns);
    linear.apply(
        part,
        activations.normed(),
        (product, firstRow, count) -> {
          for (int i = 0; i < count; i++) {
            long target = activations.gated().row(firstRow + i);
            kernel.forward(
                Elements.at(type, product, 2L * i * columns),
                Elements.at(type, target, linear.start(part)));
          }
        });
  }

  /** A unit is one row and one key and value head, so that few rows still occupy all workers. */
  private int attentionUnits() {
    return rows.count() * config.keyValueHeads();
  }

  /** More than workers, since rows have different lengths. */
  private int attentionParts() {
    return Math.min(attentionUnits(), PARTS_PER_WORKER * team.size());
  }

  private void attend(int worker, int part, int layer) {
    int parts = attentionParts();
    int end = (int) ((long) attentionUnits() * (part + 1) / parts);
    for (int unit = (int) ((long) attentionUnits() * part / parts); unit < end; unit++) {
      attendUnit(worker, unit, layer);
    }
  }

  private void attendUnit(int worker, int unit, int layer) {
    int row = unit / config.keyValueHeads();
    int head = unit % config.keyValueHeads();
    long column = (long) head * config.queryGroup() * config.headSize();
    attention
        .get(worker)
        .attend(
            activations.query(row) + column * 4,
            rows.blocks(row),
            rows.position(row) + 1,
            layer,
            head,
            Elements.at(type, activations.attended().row(row), column));
  }
}
