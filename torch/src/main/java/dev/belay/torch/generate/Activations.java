package dev.belay.torch.generate;

import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.tensor.ComputeType;
import java.lang.foreign.Arena;

/**
 * The memory between the steps of a forward pass, a row for each token. {@code [H]} is the hidden
 * size, {@code [I]} the intermediate size, {@code [D]} a head's.
 */
final class Activations implements AutoCloseable {

  private final ComputeType type;
  private final int hiddenSize;
  private final int queryColumns;
  private final int projectedColumns;
  private final int vocabularySize;

  private final long residual;
  private final long projected;
  private final long query;
  private final long branch;
  private final long logits;
  private final long inner;
  private final RowBuffer normed;
  private final RowBuffer attended;
  private final RowBuffer gated;
  private final RowBuffer last;

  /**
   * @param capacity rows of a pass at most
   * @param logitCapacity rows with logits at most
   * @param rank most inner numbers that adapters make of a row
   */
  Activations(
      Arena arena,
      DecoderConfig config,
      GemmChoice choice,
      int capacity,
      int logitCapacity,
      int rank) {
    this.type = choice.computeType();
    this.hiddenSize = config.hiddenSize();
    this.queryColumns = config.attentionHeads() * config.headSize();
    this.projectedColumns = queryColumns + 2 * config.keyValueHeads() * config.headSize();
    this.vocabularySize = config.vocabularySize();
    this.residual = arena.allocate((long) capacity * hiddenSize * 4, 64).address();
    this.projected =
        arena.allocate((long) capacity * projectedColumns * type.bytes(), 64).address();
    this.query = arena.allocate((long) capacity * queryColumns * 4, 64).address();
    int branchRows = config.family().block().branchNorms() ? capacity : 0;
    this.branch = arena.allocate((long) branchRows * hiddenSize * type.bytes(), 64).address();
    this.logits =
        arena.allocate((long) logitCapacity * vocabularySize * type.bytes(), 64).address();
    this.inner = arena.allocate((long) capacity * rank * 4, 64).address();
    this.normed = new RowBuffer(arena, choice, capacity, hiddenSize);
    this.attended = new RowBuffer(arena, choice, capacity, queryColumns);
    this.gated = new RowBuffer(arena, choice, capacity, config.intermediateSize());
    this.last = new RowBuffer(arena, choice, logitCapacity, hiddenSize);
  }

  /** Sets the rows of the next pass; called by one thread while the others wait. */
  void resize(int rows, int logitRows) {
    normed.resize(rows);
    attended.resize(rows);
    gated.resize(rows);
    last.resize(logitRows);
  }

  /** The residual stream of a row, {@code [H]} fp32. */
  long residual(int row) {
    return residual + (long) row * hiddenSize * 4;
  }

  /** Queries, keys and values of a row before rotation, {@code [(heads + 2 keyValueHeads) * D]}. */
  long projected(int row) {
    return projected + (long) row * projectedColumns * type.bytes();
  }

  /** Rotated, scaled queries of a row, {@code [heads * D]} fp32. */
  long query(int row) {
    return query + (long) row * queryColumns * 4;
  }

  /** What a branch gave a row before its norm, {@code [H]}; only where there is such a norm. */
  long branch(int row) {
    return branch + (long) row * hiddenSize * type.bytes();
  }

  /** What an adapter makes of all rows until the next adapter, {@code [rows, rank]} fp32. */
  long inner() {
    return inner;
  }

  /** {@code [V]} in the compute type. */
  long logits(int row) {
    return logits + (long) row * vocabularySize * type.bytes();
  }

  /** Input of a layer's projections, {@code [H]}. */
  RowBuffer normed() {
    return normed;
  }

  /** Output of attention, {@code [heads * D]}. */
  RowBuffer attended() {
    return attended;
  }

  /** Inner activations of the feed-forward layer, {@code [I]}. */
  RowBuffer gated() {
    return gated;
  }

  /** Input of the head, {@code [H]}. */
  RowBuffer last() {
    return last;
  }

  @Override
  public void close() {
    normed.close();
    attended.close();
    gated.close();
    last.close();
  }
}
